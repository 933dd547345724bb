package distilbench.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.process.ChildJvm;
import distilbench.process.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The parent's side of one worker process. Calls from several threads may be under way at once.
 * When the worker ends, or says something that is no reply, every call under way and every later
 * one fails with its number, its exit code and the last lines of its standard error.
 */
public final class WorkerProcess implements Classifier {
  private static final int STDERR_LINES = 10;
  private static final long EXIT_SECONDS = 10;

  private final int number;
  private final Process process;
  private final OutputStream requests;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong nextId = new AtomicLong();
  private final Map<Long, CompletableFuture<float[][]>> pending = new ConcurrentHashMap<>();
  private final CompletableFuture<Map<String, Object>> ready = new CompletableFuture<>();
  private final Deque<String> lastWords = new ArrayDeque<>();
  private final Thread stderrReader;
  private volatile InferenceException failure;

  private WorkerProcess(int number, Process process) {
    this.number = number;
    this.process = process;
    this.requests = process.getOutputStream();
    this.stderrReader = daemon("worker-" + number + "-stderr", this::readStderr);
  }

  /**
   * Starts a worker and returns at once; {@link #awaitReady} waits until it can work.
   *
   * @param number what error messages call it
   */
  public static WorkerProcess start(int number, WorkerOptions options) {
    ProcessBuilder child = ChildJvm.describe(WorkerMain.class, JvmFlags.ALL, options.toArguments());
    try {
      WorkerProcess worker = new WorkerProcess(number, child.start());
      worker.stderrReader.start();
      daemon("worker-" + number + "-stdout", worker::readReplies).start();
      return worker;
    } catch (IOException e) {
      throw new InferenceException("cannot start worker " + number + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits until the worker has opened its classifier.
   *
   * @return what it says about itself: versions, JVM flags
   * @throws InferenceException if it ends before, or takes longer than the given time
   */
  public Map<String, Object> awaitReady(long seconds) {
    try {
      return ready.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new InferenceException(
          String.format("worker %d is not ready after %d s%s", number, seconds, stderrTail()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InferenceException("interrupted while worker " + number + " was starting", e);
    } catch (ExecutionException e) {
      throw failure;
    }
  }

  @Override
  public float[][] classify(List<String> texts) {
    long id = nextId.getAndIncrement();
    CompletableFuture<float[][]> answer = new CompletableFuture<>();
    pending.put(id, answer);
    try {
      send(new Message.Request(id, texts));
      if (failure != null) {
        throw failure;
      }
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InferenceException("interrupted while waiting for worker " + number, e);
    } catch (ExecutionException e) {
      throw new InferenceException(e.getCause().getMessage(), e.getCause());
    } finally {
      pending.remove(id);
    }
  }

  private void send(Message.Request request) {
    try {
      byte[] line = (json.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8);
      synchronized (requests) {
        requests.write(line);
        requests.flush();
      }
    } catch (IOException e) {
      // The worker is gone; the thread that reads its replies finds out why.
      process.onExit().join();
    }
  }

  private void readReplies() {
    try (BufferedReader replies = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = replies.readLine(); line != null; line = replies.readLine()) {
        accept(line);
      }
      fail("ended " + exit());
    } catch (IOException e) {
      fail("said something that is no reply: " + e.getMessage());
    }
  }

  private void accept(String line) throws IOException {
    Message.FromWorker message = json.readValue(line, Message.FromWorker.class);
    if (message.ready() != null) {
      ready.complete(message.ready());
      return;
    }
    CompletableFuture<float[][]> call = message.id() == null ? null : pending.get(message.id());
    if (call == null) {
      throw new IOException("a reply to no request: " + line);
    } else if (message.error() != null) {
      call.completeExceptionally(
          new InferenceException("worker " + number + ": " + message.error()));
    } else if (message.logits() == null) {
      throw new IOException("neither logits nor an error: " + line);
    } else {
      call.complete(message.logits());
    }
  }

  private String exit() {
    int code = process.onExit().join().exitValue();
    // The JVM reports death by signal N as 128 + N.
    return code > 128 ? "by signal " + (code - 128) : "with exit code " + code;
  }

  private void fail(String what) {
    process.destroyForcibly();
    failure = new InferenceException("worker " + number + " " + what + stderrTail());
    ready.completeExceptionally(failure);
    pending.values().forEach(call -> call.completeExceptionally(failure));
  }

  private void readStderr() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (lastWords) {
          lastWords.addLast(line);
          if (lastWords.size() > STDERR_LINES) {
            lastWords.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      // The worker is gone, and its last words with it.
    }
  }

  private String stderrTail() {
    try {
      if (!process.isAlive()) {
        stderrReader.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lastWords) {
      return lastWords.isEmpty() ? "" : "; it said: " + String.join(" | ", lastWords);
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Lets the worker finish what is under way and waits for its end; kills it if that takes long.
   */
  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
