package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The last lines are kept, and of a crash what matters, however much is said before and after. */
class LastWordsTest {
  private final LastWords words = new LastWords(2);

  @Test
  void theLastLinesAreKeptWithoutStackFrames() {
    assertThat(words.tail()).isEmpty();

    say("one", "two", "", "java.io.IOException: three", "\tat some.Class.method(Class.java:1)");

    assertThat(words.tail()).isEqualTo(", it said: two | java.io.IOException: three");
  }

  @Test
  void ofACrashWhatMattersIsKept() {
    say(
        "#",
        "# A fatal error has been detected by the Java Runtime Environment:",
        "#",
        "#  SIGSEGV (0xb) at pc=0x00007fbc0443bf14, pid=22397, tid=22398",
        "#",
        "# JRE version: OpenJDK Runtime Environment (25.0.3+9)",
        "# Java VM: OpenJDK 64-Bit Server VM (25.0.3+9)",
        "# Problematic frame:",
        "# C  [libonnxruntime.so+0x85f14]",
        "#",
        "# An error report file with more information is saved as:",
        "# /somewhere/hs_err_pid22397.log",
        "#",
        "# If you would like to submit a bug report, please visit:",
        "#   https://github.com/",
        "#");
    say("last", "words");

    assertThat(words.tail())
        .isEqualTo(
            ", its JVM crashed: A fatal error has been detected by the Java Runtime Environment:"
                + " SIGSEGV (0xb) at pc=0x00007fbc0443bf14, pid=22397, tid=22398"
                + " | Problematic frame: C  [libonnxruntime.so+0x85f14]"
                + " | An error report file with more information is saved as:"
                + " /somewhere/hs_err_pid22397.log, it said: last | words");
  }

  @Test
  void whatOthersBeginInTheSameWayIsNoCrash() {
    say("# 3 of 4 done");

    assertThat(words.crash()).isEmpty();
    assertThat(words.tail()).isEqualTo(", it said: # 3 of 4 done");
  }

  private void say(String... lines) {
    List.of(lines).forEach(words::add);
  }
}
