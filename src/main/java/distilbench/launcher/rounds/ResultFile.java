package distilbench.launcher.rounds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.format.ResultDigest;
import distilbench.format.SidecarPath;
import distilbench.jvm.TemporaryFolder;
import distilbench.launcher.sidecar.EnvironmentFile;
import distilbench.storage.ClaimedFile;
import distilbench.storage.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Where the results go, and the file about the environment beside it: both belong to one run from
 * before anything is measured, and nothing that is there already is ever overwritten.
 *
 * <p>The file beside it is written first, with the digests of what the result file holds and of
 * what it is about to hold. Whatever ends the process or fills the disk in between, the two belong
 * together: there may be facts without their results, and never results without their facts.
 */
public final class ResultFile implements AutoCloseable {
  private static final Path DEFAULT_FOLDER = Path.of("jmh-results");
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

  private final ClaimedFile file;
  private final EnvironmentFile environment;
  private final ResultFormatType format;

  /** Digests of what the file may hold: one, unless the last write has failed. */
  private final Set<String> held;

  private boolean used;

  private ResultFile(ClaimedFile file, EnvironmentFile environment, ResultFormatType format) {
    this.file = file;
    this.environment = environment;
    this.format = format;
    this.held = new LinkedHashSet<>(Set.of(ResultDigest.of(content(List.of(), format))));
  }

  /**
   * Claims a new file {@code jmh-results/<UTC time>-<host>.<format>}.
   *
   * @throws InvalidInputException if nothing can be written there
   */
  public static ResultFile claimDefault(Instant now, ResultFormatType format) {
    String extension = format.name().toLowerCase(Locale.ROOT);
    try {
      Files.createDirectories(DEFAULT_FOLDER);
    } catch (IOException e) {
      throw unwritable(DEFAULT_FOLDER, e);
    }
    return claim(
        DEFAULT_FOLDER.resolve(UTC_TIME.format(now) + "-" + hostName() + "." + extension), format);
  }

  /**
   * Makes the file, without results, for this process alone. A file without results that a killed
   * run left is taken over.
   *
   * @throws InvalidInputException if it exists, as it does while another run measures into it, or
   *     nothing can be written there
   */
  public static ResultFile claim(Path path, ResultFormatType format) {
    byte[] blank = content(List.of(), format);
    ClaimedFile file;
    try {
      file = ClaimedFile.claim(path, blank, content -> Arrays.equals(content, blank));
    } catch (FileAlreadyExistsException e) {
      throw new InvalidInputException(
          "the result file " + path + " exists already; name another one with -rff", e);
    } catch (IOException e) {
      throw unwritable(path.toAbsolutePath().getParent(), e);
    }
    try {
      return new ResultFile(file, EnvironmentFile.beside(path, ResultDigest.of(blank)), format);
    } catch (InvalidInputException e) {
      delete(file, e);
      throw e;
    }
  }

  private static void delete(ClaimedFile file, InvalidInputException reason) {
    try {
      file.delete();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  Path path() {
    return file.path();
  }

  Path environmentPath() {
    return environment.path();
  }

  /**
   * Replaces what both files hold. If that fails, what was kept before is kept, with facts about
   * it.
   *
   * @param facts how all results came about
   */
  void write(Collection<RunResult> results, ObjectNode facts) throws IOException {
    used = true;
    byte[] content = content(results, format);
    String digest = ResultDigest.of(content);
    boolean changed = !held.equals(Set.of(digest));
    held.add(digest);
    environment.write(facts, held);
    if (changed) {
      file.write(content);
      held.retainAll(Set.of(digest));
    }
  }

  /**
   * Writes both files into another folder, which is empty.
   *
   * @return where the results are
   */
  Path copyInto(Path folder, Collection<RunResult> results, ObjectNode facts) throws IOException {
    byte[] content = content(results, format);
    Path copy = folder.resolve(file.path().getFileName());
    DurableFiles.write(
        SidecarPath.beside(copy),
        EnvironmentFile.content(facts, List.of(ResultDigest.of(content))));
    DurableFiles.write(copy, content);
    return copy;
  }

  /** Results in one of JMH's formats. */
  static byte[] content(Collection<RunResult> results, ResultFormatType format) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (PrintStream text = new PrintStream(content, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(format, text).writeOut(results);
    }
    return content.toByteArray();
  }

  /** Deletes both files: nothing was measured. */
  void delete() throws IOException {
    used = true;
    environment.delete();
    file.delete();
  }

  /** Gives the files up, which stay as they are; before anything was written, they are deleted. */
  @Override
  public void close() throws IOException {
    if (!used) {
      delete();
    }
    environment.close();
    file.close();
  }

  /**
   * A temporary file, deleted with the run, for the results that JMH writes at the end of every run
   * of its own: it would write them to the file that the user named, unless told another.
   */
  public static Path scratch() throws RunnerException {
    try {
      return Files.createTempFile(TemporaryFolder.ofChildren(), "distilbench", ".result");
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
