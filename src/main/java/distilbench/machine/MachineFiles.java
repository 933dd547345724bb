package distilbench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Linux tells in files below {@code /proc} and {@code /sys}.
 *
 * @param root where these two are: {@code /}, or a recorded machine
 */
public record MachineFiles(Path root) {
  private static final String ONLINE = "sys/devices/system/cpu/online";

  /**
   * The text of a file, without the white space around it.
   *
   * @param file below the root, e.g. "proc/cpuinfo"
   */
  Fact<String> text(String file) {
    try {
      return Fact.of(Files.readString(root.resolve(file)).strip());
    } catch (NoSuchFileException e) {
      return Fact.none("there is no /" + file);
    } catch (IOException e) {
      return Fact.none("/" + file + " cannot be read");
    }
  }

  /** What a symbolic link points to. */
  Fact<String> link(String file) {
    try {
      return Fact.of(Files.readSymbolicLink(root.resolve(file)).toString());
    } catch (NotLinkException | NoSuchFileException e) {
      return Fact.none("there is no link /" + file);
    } catch (IOException e) {
      return Fact.none("/" + file + " cannot be read");
    }
  }

  Fact<List<String>> lines(String file) {
    return text(file).map(text -> text.lines().toList());
  }

  /** The whole number that a file holds. */
  Fact<Long> number(String file) {
    return text(file).flatMap(text -> whole(text, file));
  }

  /** What follows a label and a colon on the first line that has both, e.g. "MemTotal". */
  Fact<String> labelled(String file, String label) {
    return match(file, label, Pattern.quote(label) + "\\s*:(.*)");
  }

  /** What follows a name and white space on the first line that has both, e.g. "cpu". */
  public Fact<String> after(String file, String name) {
    return match(file, name, Pattern.quote(name) + "\\s+(.*)");
  }

  /** The whole number that follows a name and white space, e.g. "pswpin". */
  public Fact<Long> counter(String file, String name) {
    return after(file, name).flatMap(text -> whole(text, file));
  }

  private Fact<String> match(String file, String label, String pattern) {
    Pattern line = Pattern.compile(pattern);
    return lines(file)
        .flatMap(
            lines ->
                lines.stream()
                    .map(line::matcher)
                    .filter(Matcher::matches)
                    .findFirst()
                    .map(match -> Fact.of(match.group(1).strip()))
                    .orElseGet(() -> Fact.none("/" + file + " has no line '" + label + "'")));
  }

  /** What follows a label and a colon, e.g. "263736952 kB", in bytes. */
  Fact<Long> kibibytes(String file, String label) {
    return labelled(file, label)
        .flatMap(text -> whole(text.replace(" kB", ""), file))
        .map(kibibytes -> kibibytes * 1024);
  }

  private static Fact<Long> whole(String text, String file) {
    try {
      return Fact.of(Long.valueOf(text));
    } catch (NumberFormatException e) {
      return Fact.none("/" + file + " holds no whole number");
    }
  }

  /** The hardware threads that are online. */
  Fact<BitSet> online() {
    return text(ONLINE).map(CpuList::parse);
  }

  boolean exists(String file) {
    return Files.exists(root.resolve(file));
  }

  /** The numbers N for which a folder has an entry "prefixN", in ascending order. */
  List<Integer> numbered(String folder, String prefix) {
    try (Stream<Path> entries = Files.list(root.resolve(folder))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches(prefix + "\\d+"))
          .map(name -> Integer.valueOf(name.substring(prefix.length())))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
