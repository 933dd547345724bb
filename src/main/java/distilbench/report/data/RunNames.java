package distilbench.report.data;

import distilbench.console.TerminalText;
import distilbench.format.SidecarPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What runs are called among those beside which they stand. */
public final class RunNames {
  private final List<RunFile> runs;

  /**
   * @param runs that stand beside each other
   */
  public RunNames(List<RunFile> runs) {
    this.runs = List.copyOf(runs);
  }

  /** For each run its file's name, with a folder's if that is needed to tell them apart. */
  public List<String> all() {
    List<Path> stems =
        runs.stream()
            .map(run -> run.path().toAbsolutePath().normalize())
            .map(path -> path.resolveSibling(SidecarPath.stem(path)))
            .toList();
    List<Path> paths =
        IntStream.range(0, runs.size())
            .mapToObj(
                i ->
                    Collections.frequency(stems, stems.get(i)) > 1
                        ? stems.get(i).resolveSibling(runs.get(i).path().getFileName())
                        : stems.get(i))
            .toList();
    return paths.stream().map(path -> TerminalText.oneLine(toldApart(path, paths))).toList();
  }

  /** The last part, behind the nearest folder that none of those with the same one has there. */
  private static String toldApart(Path path, List<Path> all) {
    List<Path> alike =
        all.stream().filter(other -> other.getFileName().equals(path.getFileName())).toList();
    if (alike.size() == 1) {
      return path.getFileName().toString();
    }
    for (int depth = 1; depth < path.getNameCount(); depth++) {
      String folder = fromTheEnd(path, depth);
      int above = depth;
      long there =
          alike.stream()
              .filter(other -> above < other.getNameCount())
              .filter(other -> fromTheEnd(other, above).equals(folder))
              .count();
      if (there == 1) {
        return folder + "/" + (depth > 1 ? ".../" : "") + path.getFileName();
      }
    }
    return path.toString();
  }

  private static String fromTheEnd(Path path, int depth) {
    return path.getName(path.getNameCount() - 1 - depth).toString();
  }

  /** For each run its machine; with the file's name where machines are alike or not known. */
  public List<String> machines() {
    List<String> machines = runs.stream().map(RunMachine::name).toList();
    List<String> names = all();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String machine = machines.get(i);
      boolean clear = !machine.isEmpty() && Collections.frequency(machines, machine) == 1;
      told.add(
          clear
              ? machine
              : String.join(
                  ", ", Stream.of(names.get(i), machine).filter(part -> !part.isEmpty()).toList()));
    }
    return told;
  }
}
