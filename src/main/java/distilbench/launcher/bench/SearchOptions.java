package distilbench.launcher.bench;

import distilbench.console.InvalidInputException;
import distilbench.launcher.plan.ParameterCheck;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RedundantRows;
import distilbench.launcher.plan.RowPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import picocli.CommandLine.Option;

/** The options that all searches have: what is measured, and where the results go. */
public final class SearchOptions {
  @Option(
      names = "-p",
      paramLabel = "NAME=VALUES",
      description =
          "A benchmark parameter, such as model, corpus or deployment; of one that the search"
              + " varies, the values that it may try, separated by commas.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "-rff",
      paramLabel = "FILE",
      description =
          "The result file, which holds all that is measured (default:"
              + " jmh-results/TIME-HOST.json).")
  private String resultFile;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the order of rows within the rounds; by default a new one.")
  private Long seed;

  public Long seed() {
    return seed;
  }

  /** Names of the parameters that the user set. */
  public Set<String> given() {
    return parameters.keySet();
  }

  /**
   * The options of JMH's that measure rows of some benchmarks.
   *
   * @param benchmark pattern of their names
   * @param usual values of parameters that the user did not set
   * @param more of JMH's own options
   * @throws InvalidInputException if there is no such parameter
   */
  public Options forJmh(String benchmark, Map<String, String> usual, List<String> more) {
    Map<String, String> all = new TreeMap<>(usual);
    all.putAll(parameters);
    List<String> line = new ArrayList<>(List.of(benchmark, "-f", "1"));
    line.addAll(more);
    all.forEach((name, values) -> line.addAll(List.of("-p", name + "=" + values)));
    if (resultFile != null) {
      line.addAll(List.of("-rff", resultFile));
    }
    try {
      return ForkProfilers.addTo(new CommandLineOptions(line.toArray(String[]::new)), true);
    } catch (CommandLineOptionException e) {
      throw new InvalidInputException(e.getMessage() + "; --help lists the options", e);
    }
  }

  /**
   * The rows that such options ask for, without those that differ in nothing that matters to them.
   *
   * @throws InvalidInputException if a value is not possible
   */
  public List<PlannedRow> rows(Options options) {
    List<PlannedRow> all = RowPlan.of(options, given());
    all.forEach(row -> ParameterCheck.check(row.row()));
    return RedundantRows.without(all);
  }
}
