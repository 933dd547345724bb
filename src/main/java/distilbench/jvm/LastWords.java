package distilbench.jvm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a process said last, for whoever has to tell in one line why it ended. Of what a JVM says
 * when it crashes, the signal, the frame and the report's file are kept, however much follows. Safe
 * for use by several threads.
 */
public final class LastWords {
  /** Begins every line of a crashed JVM. */
  private static final String CRASH = "#";

  private static final List<String> CRASH_BEGINS =
      List.of("A fatal error has been detected", "There is insufficient memory");

  /** From here on it is about how to report the crash, not about what happened. */
  private static final String CRASH_END = "If you would like";

  /** What says neither what happened nor where to read about it. */
  private static final List<String> BESIDES =
      List.of("JRE version:", "Java VM:", "No core dump", "CreateCoredumpOnCrash");

  /** A crashed JVM says half as much; whatever begins its lines so later must not fill memory. */
  private static final int CRASH_LINES = 20;

  private static final String STACK_FRAME = "\tat ";
  private static final String SEPARATOR = " | ";

  private final int lines;
  private final Deque<String> words = new ArrayDeque<>();
  private final List<String> crash = new ArrayList<>();
  private boolean crashTold;

  /**
   * @param lines how many to keep
   */
  public LastWords(int lines) {
    this.lines = lines;
  }

  /** The next line. */
  public synchronized void add(String line) {
    String text = line.startsWith(CRASH) ? line.substring(CRASH.length()).strip() : "";
    if (line.startsWith(CRASH) && (!crash.isEmpty() || beginsCrash(text) || text.isEmpty())) {
      addCrash(text);
    } else if (!line.isBlank() && !line.startsWith(STACK_FRAME)) {
      // Stack frames would push out what the exception says.
      words.addLast(line);
      if (words.size() > lines) {
        words.removeFirst();
      }
    }
  }

  private static boolean beginsCrash(String text) {
    return CRASH_BEGINS.stream().anyMatch(text::startsWith);
  }

  private void addCrash(String text) {
    crashTold |= text.startsWith(CRASH_END);
    if (crashTold || text.isEmpty() || BESIDES.stream().anyMatch(text::startsWith)) {
      return;
    }
    int last = crash.size() - 1;
    if (last >= 0 && crash.get(last).endsWith(":")) {
      crash.set(last, crash.get(last) + " " + text);
    } else if (crash.size() < CRASH_LINES) {
      crash.add(text);
    }
  }

  /** What a JVM said that crashed. */
  public synchronized Optional<String> crash() {
    return crash.isEmpty() ? Optional.empty() : Optional.of(String.join(SEPARATOR, crash));
  }

  /** All of it as the end of a sentence; empty if nothing was said. */
  public synchronized String tail() {
    return crash().map(what -> ", its JVM crashed: " + what).orElse("")
        + (words.isEmpty() ? "" : ", it said: " + String.join(SEPARATOR, words));
  }
}
