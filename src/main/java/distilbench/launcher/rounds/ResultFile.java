package distilbench.launcher.rounds;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

/** Decides where the results go; never where there is something already. */
public final class ResultFile {
  private static final Path DEFAULT_FOLDER = Path.of("jmh-results");
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

  private ResultFile() {}

  /**
   * A new file {@code jmh-results/<UTC time>-<host>.<format>}.
   *
   * @throws InvalidInputException if nothing can be written there
   */
  public static Path byDefault(Instant now, ResultFormatType format) {
    String extension = format.name().toLowerCase(Locale.ROOT);
    try {
      Files.createDirectories(DEFAULT_FOLDER);
    } catch (IOException e) {
      throw unwritable(DEFAULT_FOLDER, e);
    }
    return checked(
        DEFAULT_FOLDER.resolve(UTC_TIME.format(now) + "-" + hostName() + "." + extension));
  }

  /**
   * Checks that a file can be made.
   *
   * @throws InvalidInputException if it exists, or nothing can be written there
   */
  public static Path checked(Path file) {
    if (Files.exists(file)) {
      throw new InvalidInputException(
          "the result file " + file + " exists already; name another one with -rff");
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.delete(Files.createTempFile(folder, ".writable", ""));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return file;
  }

  /**
   * A temporary file, deleted with this process, for the results that JMH writes at the end of
   * every run of its own: it would write them to the file that the user named, unless told another.
   */
  public static Path scratch() throws RunnerException {
    try {
      Path file = Files.createTempFile("distilbench", ".result");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new RunnerException("no temporary file can be made: " + e.getMessage(), e);
    }
  }

  private static InvalidInputException unwritable(Path folder, IOException cause) {
    return new InvalidInputException(
        String.format(
            "results cannot be written into %s (%s); name another file with -rff",
            folder, FileProblem.of(cause)),
        cause);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "_");
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}
