package distilbench.worker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.Quantity;
import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.jvm.ClassArchive;
import distilbench.jvm.JavaRuntime;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.LastWords;
import distilbench.jvm.ProcessFamily;
import distilbench.jvm.ProcessState;
import distilbench.jvm.ThreadDump;
import distilbench.jvm.WorkerFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parent's side of one worker process. Calls from several threads may be under way at once.
 * When the worker ends, gives a wrong reply, or leaves a call without an answer for too long, it is
 * killed, and every call under way and every later one fails with its number, what happened, and
 * the last lines that it said beside the protocol.
 *
 * <p>Anything in the process may print to standard output: a JVM option, an agent, a library. A
 * line, or a part of one, that is no JSON object and does not begin like a message of a worker is
 * passed on to standard error. What does begin like one must be a right reply: a damaged one would
 * be waited for in vain. The stacks of a worker's threads, its answer to SIGQUIT, are passed on
 * too.
 */
public final class WorkerProcess implements Classifier {
  private static final int WORDS = 10;
  private static final int SHOWN_CHARACTERS = 200;

  /** How long a worker may take to end: what is under way is one call. */
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(10);

  /** A worker opens the model and answers a text in seconds; where it takes minutes, do without. */
  private static final Duration ARCHIVING_LIMIT = Duration.ofMinutes(2);

  private static final Pattern OBJECT = Pattern.compile("\\{\\s*[\"}]");

  /** How a message begins in the midst of a line, behind what somebody else did not end. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\{\\s*\"(?:ready|logits|error|id\"\\s*:\\s*\\d+\\s*,\\s*\"(?:logits|error))\"\\s*:");

  /** How long to wait for the last words of a process that has ended. */
  private static final long WORDS_MILLIS = 500;

  private final int number;
  private final Process process;
  private final Expected expected;
  private final Duration limit;
  private final OutputStream requests;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong nextId = new AtomicLong();
  private final Map<Long, PendingCall> pending = new ConcurrentHashMap<>();
  private final CompletableFuture<Map<String, Object>> ready = new CompletableFuture<>();
  private final CompletableFuture<InferenceException> failure = new CompletableFuture<>();
  private final LastWords lastWords = new LastWords(WORDS);
  private final Thread stdoutReader;
  private final Thread stderrReader;
  private volatile boolean finishing;
  private volatile double heap = Double.NaN;

  /** What a program is held to beside the protocol. */
  private record Expected(
      Function<String, OptionalInt> tokens, Consumer<Map<String, Object>> ready) {
    static final Expected NOTHING = new Expected(text -> OptionalInt.empty(), ready -> {});
  }

  /** A call under way: the texts that it asks about, since when, and who waits for the answers. */
  private record PendingCall(List<String> texts, long since, CompletableFuture<float[][]> logits) {
    /** Whether there is one for each text, all of one length. */
    boolean isAnsweredBy(float[][] answers) {
      return answers != null
          && answers.length == texts.size()
          && Arrays.stream(answers)
              .allMatch(
                  answer ->
                      answer != null && answer.length > 0 && answer.length == answers[0].length);
    }
  }

  private WorkerProcess(int number, Process process, Duration limit, Expected expected) {
    this.number = number;
    this.process = process;
    this.expected = expected;
    this.limit = limit;
    this.requests = process.getOutputStream();
    this.stdoutReader = daemon("worker-" + number + "-stdout", this::readReplies);
    this.stderrReader = daemon("worker-" + number + "-stderr", this::readStderr);
  }

  /**
   * Starts a worker and returns at once. It may be called before it is ready: its first answer then
   * takes as long as opening does.
   *
   * @param number what error messages call it
   * @param program what runs
   * @param limit how long a call may be without an answer
   */
  static WorkerProcess start(
      int number, WorkerOptions options, WorkerProgram program, Duration limit) {
    return start(
        number,
        program.describe(options),
        limit,
        new Expected(program::tokens, ready -> program.check(options, ready)));
  }

  /**
   * Builds the archive of the classes that workers load, by having one answer a text.
   *
   * @param log where it is said if that cannot be done
   */
  public static void archiveClasses(WorkerOptions options, PrintStream log) {
    ClassArchive.of(JavaRuntime.ofThisJvm())
        .build(
            archive -> {
              ProcessBuilder program =
                  new OwnProgram(WorkerFlags.of(JvmFlags.ALL)).describe(options, archive);
              WorkerProcess worker = start(0, program, ARCHIVING_LIMIT);
              try (worker) {
                worker.classify(List.of("any text"));
              }
              int code = worker.process.exitValue();
              if (code != 0) {
                throw new IOException("the worker ended " + describeExit(code));
              }
            },
            log);
  }

  /** Starts any program that speaks the protocol. */
  static WorkerProcess start(int number, ProcessBuilder program, Duration limit) {
    return start(number, program, limit, Expected.NOTHING);
  }

  private static WorkerProcess start(
      int number, ProcessBuilder program, Duration limit, Expected expected) {
    try {
      WorkerProcess worker = new WorkerProcess(number, program.start(), limit, expected);
      worker.stderrReader.start();
      worker.stdoutReader.start();
      return worker;
    } catch (IOException e) {
      throw new InferenceException("cannot start worker " + number + ": " + e.getMessage(), e);
    }
  }

  /** Done when the worker has opened its classifier: what it says about itself. */
  public CompletableFuture<Map<String, Object>> ready() {
    return ready;
  }

  /** Done when the worker has failed, never if it ends as it should: the reason. */
  CompletableFuture<InferenceException> failure() {
    return failure;
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** The most MiB that its managed heap held, as it says itself; NaN if it does not say. */
  public double heap() {
    return heap;
  }

  @Override
  public float[][] classify(List<String> texts) {
    long id = nextId.getAndIncrement();
    PendingCall call = new PendingCall(texts, System.nanoTime(), new CompletableFuture<>());
    pending.put(id, call);
    // Sending counts too: a worker that reads nothing blocks it, until it is killed.
    call.logits()
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((logits, failed) -> endIfLate(call, failed));
    try {
      send(new Message.Request(id, texts));
      if (failure.isDone()) {
        call.logits().completeExceptionally(failure.join());
      }
      return call.logits().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InferenceException("interrupted: " + describeWait(call), e);
    } catch (ExecutionException e) {
      Throwable why = e.getCause() instanceof TimeoutException ? failure.join() : e.getCause();
      throw new InferenceException(why.getMessage(), why);
    }
  }

  private void endIfLate(PendingCall call, Throwable failed) {
    if (failed instanceof TimeoutException) {
      end(new InferenceException(describeWait(call) + wordsTail()));
    }
  }

  /** Who does not answer, since when, and what. */
  private String describeWait(PendingCall call) {
    return String.format(
        Locale.ROOT,
        "worker %d (%s) has not answered a call of %s for %.1f s%s",
        number,
        ProcessState.describe(pid()),
        Quantity.of(call.texts().size(), "text"),
        (System.nanoTime() - call.since()) / (double) TimeUnit.SECONDS.toNanos(1),
        ready.isDone() ? "" : ", it is not ready yet");
  }

  private void send(Message.Request request) {
    try {
      byte[] line = (json.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8);
      synchronized (requests) {
        requests.write(line);
        requests.flush();
      }
    } catch (JsonProcessingException e) {
      throw new InferenceException("a text cannot be sent: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      // It does not listen any more: whoever reads its replies finds out why. The handle kills
      // without closing the pipe that holds its last words.
      process.toHandle().destroyForcibly();
    }
  }

  private void readReplies() {
    try (BufferedReader replies = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = replies.readLine(); line != null; line = replies.readLine()) {
        read(line);
      }
      int code = process.onExit().join().exitValue();
      if (!finishing || code != 0 || !pending.isEmpty()) {
        fail("ended " + describeExit(code));
      }
    } catch (IOException | RuntimeException e) {
      fail("broke the protocol: " + e.getMessage());
    }
  }

  /** Takes a line apart: messages, and what others have printed before, between and after them. */
  private void read(String line) throws IOException {
    String rest = line.strip();
    while (!rest.isEmpty()) {
      int start = startOfMessage(rest);
      if (start > 0) {
        passOn(rest.substring(0, start));
      }
      rest = rest.substring(start);
      if (!rest.isEmpty()) {
        try (JsonParser parser = json.createParser(rest)) {
          Message.FromWorker message = parser.readValueAs(Message.FromWorker.class);
          accept(message, rest);
          int end = (int) parser.currentLocation().getCharOffset();
          rest = rest.substring(end).strip();
        }
      }
    }
  }

  /** Where a message begins; the length of the text if there is none. */
  private static int startOfMessage(String text) {
    if (OBJECT.matcher(text).lookingAt()) {
      return 0;
    }
    Matcher message = MESSAGE.matcher(text);
    return message.find() ? message.start() : text.length();
  }

  private void passOn(String words) {
    lastWords.add(words);
    System.err.println("a worker printed: " + words);
  }

  private void accept(Message.FromWorker message, String text) throws IOException {
    if (message.ready() != null) {
      expected.ready().accept(message.ready());
      ready.complete(message.ready());
      return;
    }
    PendingCall call = message.id() == null ? null : pending.get(message.id());
    if (call == null) {
      throw new IOException("it answers no request: " + shortened(text));
    } else if (message.error() != null) {
      pending.remove(message.id());
      call.logits()
          .completeExceptionally(
              new InferenceException("worker " + number + ": " + message.error()));
    } else if (call.isAnsweredBy(message.logits())) {
      requireTokens(call.texts(), message.tokens());
      heap = message.heap() == null ? heap : Math.max(message.heap(), heapSoFar());
      pending.remove(message.id());
      call.logits().complete(message.logits());
    } else {
      throw new IOException(
          "not logits of one width for each of "
              + call.texts().size()
              + " texts: "
              + shortened(text));
    }
  }

  private double heapSoFar() {
    return Double.isNaN(heap) ? 0 : heap;
  }

  /** Whoever computes other tokens computes something else. */
  private void requireTokens(List<String> texts, int[] found) throws IOException {
    for (int i = 0; i < texts.size(); i++) {
      OptionalInt wanted = expected.tokens().apply(texts.get(i));
      if (wanted.isPresent() && (found == null || found.length != texts.size())) {
        throw new IOException("it does not say how many tokens each text had");
      } else if (wanted.isPresent() && found[i] != wanted.getAsInt()) {
        throw new IOException(
            String.format(
                "a text has %d tokens there and %d here: %s",
                found[i], wanted.getAsInt(), shortened(texts.get(i))));
      }
    }
  }

  private static String shortened(String line) {
    return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "...";
  }

  private static String describeExit(int code) {
    // Java reports death by signal N as 128 + N.
    return code > 128 ? "by signal " + (code - 128) : "with exit code " + code;
  }

  private void fail(String what) {
    // The handle kills without closing the pipe that may still hold the worker's last words.
    new ProcessFamily(process.toHandle()).kill();
    awaitLastWords();
    end(new InferenceException("worker " + number + " " + what + wordsTail()));
  }

  /** Kills the worker; calls fail with this reason unless it has failed before for its own. */
  void end(InferenceException reason) {
    failure.complete(reason);
    kill();
    ready.completeExceptionally(failure.join());
    pending.values().forEach(call -> call.logits().completeExceptionally(failure.join()));
  }

  /** Number, process, and the last lines that it said beside the protocol. */
  String describe() {
    return "worker " + number + " (" + ProcessState.describe(pid()) + ")" + wordsTail();
  }

  private void readStderr() {
    ThreadDump dump = new ThreadDump();
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (dump.has(line)) {
          System.err.println(line);
        } else {
          lastWords.add(line);
        }
      }
    } catch (IOException e) {
      // The worker is gone, and its last words with it.
    }
  }

  private String wordsTail() {
    if (!process.isAlive()) {
      awaitLastWords();
    }
    return lastWords.tail();
  }

  private void awaitLastWords() {
    try {
      stderrReader.join(WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Tells the worker that nothing more will come: it ends when what is under way is done. */
  void finish() {
    finishing = true;
    try {
      requests.close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  /**
   * Lets the worker finish what is under way and waits for its end; kills it if that takes long.
   */
  @Override
  public void close() {
    finish();
    awaitEnd(latestEnd());
  }

  /** When the workers of a pool that are told to finish now must have ended. */
  static long latestEnd() {
    return System.nanoTime() + EXIT_LIMIT.toNanos();
  }

  /**
   * Waits for the worker's end; kills it if that takes long.
   *
   * @param latest when it must have ended, as {@link System#nanoTime} tells the time
   */
  void awaitEnd(long latest) {
    try {
      if (!process.waitFor(latest - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        System.err.println("killed because it did not end: " + describe());
        kill();
        process.waitFor(EXIT_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      }
      // They close its pipes.
      stdoutReader.join(EXIT_LIMIT.toMillis());
      stderrReader.join(WORDS_MILLIS);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process, also one that is stopped, and what it has started. */
  void kill() {
    new ProcessFamily(process.toHandle()).kill();
    // Closes its pipes as well.
    process.destroyForcibly();
  }
}
