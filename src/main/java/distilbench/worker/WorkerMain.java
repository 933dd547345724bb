package distilbench.worker;

import distilbench.inference.Classifier;
import distilbench.inference.OnnxSessions;
import distilbench.jvm.MeasuredEnvironment;
import distilbench.jvm.ParentWatch;
import distilbench.model.ModelFolder;
import distilbench.reference.ReferenceSet;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A worker process: one in-process classifier behind the line protocol of {@link Message} on
 * standard input and output. At the end of input it finishes what is under way, then ends; when its
 * parent is gone it halts at once.
 */
public final class WorkerMain {
  private final WorkerMessages messages = new WorkerMessages();
  private final OutputStream replies;
  private final Classifier classifier;

  private WorkerMain(OutputStream replies, Classifier classifier) {
    this.replies = replies;
    this.classifier = classifier;
  }

  public static void main(String[] arguments) throws Exception {
    ParentWatch.start();
    OutputStream replies = new FileOutputStream(FileDescriptor.out);
    // Whatever a library prints must not end up between the replies.
    System.setOut(System.err);
    WorkerOptions options = WorkerOptions.parse(arguments);
    try (Classifier classifier = open(options)) {
      new WorkerMain(replies, classifier).serve(options);
    } catch (IOException e) {
      // Calls may be under way: nothing that they use can be closed in order any more.
      System.err.println("cannot go on: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  private static Classifier open(WorkerOptions options) {
    ModelFolder model = ModelFolder.open(options.model());
    return options
        .answers()
        .open(model, () -> ReferenceSet.read(options.referenceSet(), model.width()));
  }

  private void serve(WorkerOptions options) throws IOException, InterruptedException {
    ExecutorService callers = Executors.newFixedThreadPool(options.callers());
    write(messages.ready(facts(options)));
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      Message.Request request = messages.read(line);
      callers.execute(() -> answer(request));
    }
    callers.shutdown();
    callers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  private void answer(Message.Request request) {
    try {
      write(reply(request));
    } catch (IOException e) {
      System.err.println("cannot reply: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  private byte[] reply(Message.Request request) throws IOException {
    float[][] logits;
    try {
      logits = finite(classifier.classify(request.texts()));
    } catch (RuntimeException e) {
      return messages.error(request.id(), e.toString());
    }
    return messages.answer(request.id(), logits);
  }

  private static float[][] finite(float[][] answers) {
    for (float[] answer : answers) {
      for (float number : answer) {
        if (!Float.isFinite(number)) {
          throw new ArithmeticException("an answer has the number " + number);
        }
      }
    }
    return answers;
  }

  private void write(byte[] line) throws IOException {
    synchronized (replies) {
      replies.write(line);
    }
  }

  private static Map<String, Object> facts(WorkerOptions options) {
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("pid", ProcessHandle.current().pid());
    facts.put("java", Runtime.version().toString());
    if (options.answers() instanceof AnswerSource.Model) {
      facts.put("onnxruntime", OnnxSessions.runtimeVersion());
    }
    facts.put("jvmFlags", flags);
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    environment.keySet().retainAll(MeasuredEnvironment.variables().keySet());
    facts.put("environment", environment);
    return facts;
  }
}
