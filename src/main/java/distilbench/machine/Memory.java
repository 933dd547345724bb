package distilbench.machine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory in bytes; in a container the host's, unless the container's runtime shows its own.
 *
 * @param ramBytes all that the kernel manages
 * @param availableBytes what could be used without swapping, at the time of reading
 * @param swapBytes size of all swap areas
 * @param transparentHugePages "always", "madvise" or "never"
 */
record Memory(
    Fact<Long> ramBytes,
    Fact<Long> availableBytes,
    Fact<Long> swapBytes,
    Fact<String> transparentHugePages) {
  private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");
  private static final String HUGE_PAGES = "sys/kernel/mm/transparent_hugepage/enabled";

  static Memory read(MachineFiles files) {
    return new Memory(
        bytes(files, "MemTotal"),
        bytes(files, "MemAvailable"),
        bytes(files, "SwapTotal"),
        files.text(HUGE_PAGES).flatMap(Memory::chosen));
  }

  private static Fact<Long> bytes(MachineFiles files, String label) {
    return files.kibibytes("proc/meminfo", label);
  }

  /** The kernel lists all choices, the valid one in brackets. */
  private static Fact<String> chosen(String choices) {
    Matcher chosen = CHOSEN.matcher(choices);
    return chosen.find()
        ? Fact.of(chosen.group(1))
        : Fact.none("/" + HUGE_PAGES + " has no choice in brackets");
  }
}
