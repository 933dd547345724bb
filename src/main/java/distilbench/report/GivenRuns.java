package distilbench.report;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.format.SidecarPath;
import distilbench.report.data.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The runs that a user names by files and folders.
 *
 * @param runs at least one, each file once
 * @param unusable of folders, a line for each file that is no result file
 */
record GivenRuns(List<RunFile> runs, List<String> unusable) {
  private static final String SUFFIX = ".json";

  /**
   * Reads all of them.
   *
   * @throws InvalidInputException if a file that was named itself cannot be used, or there is none
   */
  static GivenRuns of(List<Path> named) {
    Map<Path, RunFile> runs = new LinkedHashMap<>();
    List<String> unusable = new ArrayList<>();
    for (Path path : named) {
      if (SidecarPath.isOne(path)) {
        continue; // as when a shell expands *.json
      }
      if (!Files.isDirectory(path)) {
        RunFile run = RunFile.read(path);
        runs.putIfAbsent(real(path), run);
        continue;
      }
      List<Path> files = in(path);
      if (files.isEmpty()) {
        unusable.add(path + " holds no JMH result file");
      }
      for (Path file : files) {
        try {
          if (!runs.containsKey(real(file))) {
            runs.put(real(file), RunFile.read(file));
          }
        } catch (InvalidInputException problem) {
          unusable.add(problem.getMessage());
        }
      }
    }
    if (runs.isEmpty()) {
      throw new InvalidInputException(unusable.size() == 1 ? unusable.get(0) : none(named.get(0)));
    }
    return new GivenRuns(List.copyOf(runs.values()), List.copyOf(unusable));
  }

  private static String none(Path named) {
    return SidecarPath.isOne(named)
        ? named + " is no JMH result file, but what stands beside one; give that"
        : named + " holds no JMH result file; give one that a run has written";
  }

  private static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX) && !SidecarPath.isOne(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          folder + " cannot be read: " + FileProblem.of(e) + "; give a folder of result files", e);
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }
}
