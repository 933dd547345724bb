package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import distilbench.model.TinyModel;
import distilbench.process.ChildProgram;
import distilbench.process.JvmFlags;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A warm classifier needs no more memory the longer it works. */
@Timeout(60)
class MemoryGrowthTest {

  @Test
  void passesOfChangingShapeLeaveNothingBehind() throws Exception {
    assumeTrue(Files.exists(ChangingShapes.MEMORY), "Linux tells a process its memory");
    List<String> flags = new ArrayList<>(JvmFlags.ALL);
    // The heap would otherwise become resident bit by bit, for reasons of its own.
    flags.add("-XX:+AlwaysPreTouch");

    try (ChildProgram child =
        ChildProgram.start(
            ChangingShapes.class, flags, TinyModel.folder().directory().toString())) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();
      long grown = Long.parseLong(child.output().await("grown by ").replace("grown by ", ""));
      assertThat(grown).as("bytes of resident memory").isLessThan(2 << 20);
    }
  }
}
