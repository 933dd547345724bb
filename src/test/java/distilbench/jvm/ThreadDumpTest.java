package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadDumpTest {
  @Test
  void endsBehindTheHeap() {
    ThreadDump dump = new ThreadDump();
    List<String> lines =
        List.of(
            "before",
            "2026-11-27 03:15:10",
            "Full thread dump OpenJDK 64-Bit Server VM (25.0.3+9-LTS mixed mode):",
            "",
            "\"main\" #3 [22399] prio=5",
            "",
            "JNI global refs: 4, weak refs: 0",
            "",
            "Heap",
            " DefNew     total 116160K",
            "",
            "",
            "after");

    assertThat(lines.stream().filter(line -> !dump.has(line)))
        .containsExactly("before", "", "after");
  }
}
