package distilbench.jvm;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * A Java installation, as its system properties describe it.
 *
 * @param executable what starts it: a path, or a name on the search path
 * @param feature 17 of Java 17.0.15
 * @param vendor {@code java.vm.vendor}
 * @param name {@code java.vm.name}
 * @param version {@code java.runtime.version}
 */
public record JavaRuntime(
    String executable, int feature, String vendor, String name, String version) {
  private static final int LEAST_FEATURE = 17;

  /** A hundred times what a JVM takes to print its version. */
  private static final long LONGEST_START_SECONDS = 10;

  /** A JVM answers in tenths of a second: a hundred times as long, on the slowest machine. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String ADVICE =
      "; give -jvm the java of a JDK, " + LEAST_FEATURE + " or newer";

  /** The one that runs this. */
  public static JavaRuntime ofThisJvm() {
    return described(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), System::getProperty);
  }

  /**
   * Starts another one to ask it.
   *
   * @throws InvalidInputException if that is not a JVM, or one that is too old, or does not answer
   */
  public static JavaRuntime of(String executable) {
    return of(executable, LIMIT);
  }

  /** The same with another limit to how long it may take to answer. */
  static JavaRuntime of(String executable, Duration limit) {
    String answer = answer(executable, limit);
    Map<String, String> properties = properties(answer);
    // Up to Java 8 it reads 1.8.
    if (!properties.getOrDefault("java.specification.version", "").matches("\\d+")) {
      String said = properties.isEmpty() ? JvmWords.reasons(answer.lines().toList()) : "";
      throw new InvalidInputException(
          executable + " is no such JVM" + (said.isEmpty() ? "" : ", it said: " + said) + ADVICE);
    }
    JavaRuntime java = described(executable, properties::get);
    if (java.feature < LEAST_FEATURE) {
      throw new InvalidInputException(executable + " is Java " + java.feature + ADVICE);
    }
    return java;
  }

  private static JavaRuntime described(String executable, UnaryOperator<String> properties) {
    return new JavaRuntime(
        executable,
        Integer.parseInt(properties.apply("java.specification.version")),
        properties.apply("java.vm.vendor"),
        properties.apply("java.vm.name"),
        properties.apply("java.runtime.version"));
  }

  /**
   * Starts it once with flags, to see that it takes them. Where that takes long, as with an agent
   * that waits, the flags count as taken.
   *
   * @throws InvalidInputException if it does not start, in its own words
   */
  public void tryFlags(List<String> flags) {
    List<String> command = new ArrayList<>(List.of(executable));
    command.addAll(flags);
    command.add("-version");
    try {
      Process tried = new ProcessBuilder(command).redirectErrorStream(true).start();
      CompletableFuture<List<String>> said =
          CompletableFuture.supplyAsync(
              () -> tried.inputReader(Charset.defaultCharset()).lines().toList());
      if (!tried.waitFor(LONGEST_START_SECONDS, TimeUnit.SECONDS)) {
        tried.destroyForcibly().waitFor();
      } else if (tried.exitValue() != 0) {
        throw new InvalidInputException(
            String.format(
                "%s does not start with the forks' flags: %s, exit code %d; mend -jvmArgs,"
                    + " -jvmArgsPrepend, -jvmArgsAppend or -jvm",
                executable, JvmWords.reasons(said.join()), tried.exitValue()));
      }
    } catch (IOException e) {
      throw new InvalidInputException(e.getMessage() + ADVICE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a JVM was tried", e);
    }
  }

  /** What a program that may be a JVM answers. */
  private static String answer(String executable, Duration limit) {
    try {
      Process asked =
          new ProcessBuilder(executable, "-XshowSettings:properties", "-version")
              .redirectErrorStream(true)
              .start();
      asked.getOutputStream().close();
      // A thread of its own: nothing else ends reading from a program that keeps silent.
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      Thread reader = new Thread(() -> read(asked, answer), "jvm-answer");
      reader.setDaemon(true);
      reader.start();
      try {
        return new String(
            answer.get(limit.toMillis(), TimeUnit.MILLISECONDS), Charset.defaultCharset());
      } catch (TimeoutException e) {
        String who = ProcessState.describe(asked.pid());
        throw new InvalidInputException(
            String.format(
                "%s (%s) did not say within %d s which JVM it is%s",
                executable, who, limit.toSeconds(), ADVICE),
            e);
      } finally {
        new ProcessFamily(asked.toHandle()).kill();
      }
    } catch (IOException e) {
      throw new InvalidInputException(e.getMessage() + ADVICE, e);
    } catch (ExecutionException e) {
      throw new InvalidInputException(
          executable + " cannot be understood (" + e.getCause().getMessage() + ")" + ADVICE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + executable, e);
    }
  }

  private static void read(Process asked, CompletableFuture<byte[]> answer) {
    try (InputStream output = asked.getInputStream()) {
      answer.complete(output.readAllBytes());
    } catch (IOException e) {
      answer.completeExceptionally(e);
    }
  }

  /** Those that a JVM's answer shows; none if it is of something else. */
  private static Map<String, String> properties(String answer) {
    Map<String, String> properties = new HashMap<>();
    answer
        .lines()
        .map(line -> line.strip().split(" = ", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> properties.put(pair[0], pair[1]));
    return properties;
  }
}
