package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.inference.BatchLimits;
import distilbench.inference.SessionSettings;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.WorkerFlags;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.AnsweredTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each worker holds little for itself: what one more of them costs is what the suite reports. */
@Timeout(60)
class WorkerMemoryTest {
  private static final int KIB_OF_MIB = 1024;

  /**
   * A tenth more than a worker of the tiny model holds on JDK 25, without a class archive: there is
   * none of classes in folders.
   */
  private static final int MOST_OWN_MIB = 56;

  private static final Pattern COLLECTED =
      Pattern.compile("Pause Full \\(System\\.gc\\(\\)\\) \\d+M->(\\d+)M\\((\\d+)M\\)");

  @TempDir static Path logs;
  private static WorkerProcess worker;

  @BeforeAll
  static void start() {
    List<String> flags = new ArrayList<>(JvmFlags.ALL);
    flags.add("-Xlog:class+load:file=" + logs.resolve("classes-%p.log"));
    flags.add("-Xlog:gc:file=" + logs.resolve("gc-%p.log"));
    WorkerOptions options =
        new WorkerOptions(
            TinyModel.folder().directory(),
            AnsweredTexts.file(),
            new AnswerSource.Model(
                Weights.PRIVATE, new SessionSettings(1, false, BatchLimits.ofTexts(1))),
            1);
    worker =
        WorkerProcess.start(
            1, options, new OwnProgram(WorkerFlags.of(flags)), Duration.ofSeconds(30));
    worker.classify(AnsweredTexts.texts());
  }

  @AfterAll
  static void end() {
    worker.close();
  }

  /** They would be a third of a worker's classes, or start a process to look for a GPU. */
  @Test
  void noClassesAreLoadedThatAWorkerCanDoWithout() throws IOException {
    String loaded = log("classes");

    assertThat(loaded).contains(WorkerMain.class.getName(), "com.fasterxml.jackson.core.");
    assertThat(loaded)
        .doesNotContain("com.fasterxml.jackson.databind.", "com.sun.jna.", "ai.djl.util.");
  }

  @Test
  void theHeapShrinksToWhatIsLiveWhenTheModelIsOpen() throws IOException {
    MatchResult collected =
        COLLECTED.matcher(log("gc")).results().findFirst().orElseThrow(AssertionError::new);

    int live = Integer.parseInt(collected.group(1));
    assertThat(Integer.parseInt(collected.group(2))).as("MiB of heap").isLessThan(live + 4);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itsOwnMemoryIsBounded() throws IOException {
    String rollup = Files.readString(Path.of("/proc", Long.toString(worker.pid()), "smaps_rollup"));
    int kib =
        Pattern.compile("Private_(?:Clean|Dirty): +(\\d+) kB")
            .matcher(rollup)
            .results()
            .mapToInt(line -> Integer.parseInt(line.group(1)))
            .sum();

    assertThat(kib / KIB_OF_MIB).as("MiB").isPositive().isLessThan(MOST_OWN_MIB);
  }

  private static String log(String name) throws IOException {
    return Files.readString(logs.resolve(name + "-" + worker.pid() + ".log"));
  }
}
