package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import distilbench.jvm.ChildProgram;
import distilbench.jvm.JvmFlags;
import distilbench.model.TinyModel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A warm classifier needs no more memory the longer it works. */
@Timeout(60)
class MemoryGrowthTest {
  /** 2000 results that are not closed take more than twice as much; noise is a fifth of it. */
  private static final long TOLERATED_BYTES = 512 * 1024;

  @Test
  void passesOfChangingShapeLeaveNothingBehind() throws Exception {
    assumeTrue(Files.exists(ChangingShapes.MEMORY), "Linux tells a process its memory");
    List<String> flags = new ArrayList<>(JvmFlags.ALL);
    // The JVM's own growth would hide what a leak adds: its heap becoming resident bit by bit, and
    // the optimizing compiler's memory.
    flags.addAll(List.of("-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1"));

    try (ChildProgram child =
        ChildProgram.start(
            ChangingShapes.class, flags, TinyModel.folder().directory().toString())) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();
      String grown = child.output().await("grown by ").replace("grown by ", "");

      assertThat(Long.parseLong(grown)).as("bytes").isLessThan(TOLERATED_BYTES);
    }
  }
}
