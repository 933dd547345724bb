package distilbench.report.fleet;

import distilbench.console.InvalidInputException;
import distilbench.console.Quantity;
import distilbench.format.RowIdentity;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.RowTitles;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunMachine;
import distilbench.report.data.RunNames;
import distilbench.report.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rows of one benchmark in one mode that run a model and were measured on several machines.
 *
 * @param rows machine by machine, each in the order of its file
 * @param leftOut a line for each row that did other work than the same row on another machine, and
 *     one for those that one machine alone has
 */
public record Fleet(List<FleetRow> rows, List<String> leftOut) {
  public Fleet {
    rows = List.copyOf(rows);
    leftOut = List.copyOf(leftOut);
  }

  private record Kind(String benchmark, String mode) {}

  /**
   * Puts runs beside each other, each as a machine of its own.
   *
   * @return one for each benchmark and mode of which at least two of the runs have the same row
   * @throws InvalidInputException if a price is that of no machine
   */
  public static List<Fleet> of(List<RunFile> runs, Prices prices) {
    List<FleetMachine> machines = machines(runs, prices);
    if (machines.size() < 2) {
      return List.of();
    }
    Map<Kind, List<FleetRow>> kinds = new LinkedHashMap<>();
    for (FleetMachine machine : machines) {
      for (FleetRow row : rows(machine)) {
        kinds
            .computeIfAbsent(
                new Kind(row.title().benchmark(), row.title().mode()), any -> new ArrayList<>())
            .add(row);
      }
    }
    return kinds.values().stream()
        .map(Fleet::ofSameWork)
        .filter(fleet -> !fleet.rows.isEmpty())
        .toList();
  }

  private static List<FleetMachine> machines(List<RunFile> runs, Prices prices) {
    RunNames names = new RunNames(runs);
    List<String> machines = names.machines();
    List<String> files = names.all();
    Set<String> known = new TreeSet<>(machines);
    known.addAll(files);
    prices.requireOnly(machines, known);
    List<FleetMachine> all = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      double price = prices.perHour(files.get(i), machines.get(i));
      all.add(new FleetMachine(machines.get(i), runs.get(i), price));
    }
    return all;
  }

  private static List<FleetRow> rows(FleetMachine machine) {
    RunFile run = machine.run();
    Verdict verdict = Verdict.of(run);
    boolean timesHold = verdict.againstAllTimes().isEmpty();
    return DeploymentRow.of(run.rows(), run.sidecar()).stream()
        .filter(row -> row.isTimed() && row.runsModel() && !row.row().measured().isTwin())
        .map(row -> new FleetRow(machine, row, verdict.of(row.row()), timesHold))
        .toList();
  }

  private static Fleet ofSameWork(List<FleetRow> rows) {
    Map<RowIdentity, List<FleetRow>> alike =
        rows.stream().collect(Collectors.groupingBy(row -> row.row().row().identity()));
    RowTitles titles = titles(rows);
    List<FleetRow> common = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    int alone = 0;
    for (FleetRow row : rows) {
      List<FleetRow> all = alike.get(row.row().row().identity());
      FleetRow base = all.get(0);
      if (!row.didTheSameWorkAs(base)) {
        leftOut.add(
            String.format(
                "%s on %s: other tokens or another model than on %s",
                titles.label(row.title()), row.machine().name(), base.machine().name()));
      } else if (all.stream().filter(base::didTheSameWorkAs).count() > 1) {
        common.add(row);
      } else {
        alone++;
      }
    }
    if (alone > 0) {
      leftOut.add(Quantity.of(alone, "row") + " of one run alone");
    }
    return new Fleet(common, leftOut);
  }

  /**
   * What each machine is to be called: several runs of one kind of machine are none of their own.
   */
  String noun() {
    long kinds =
        machines().stream().map(machine -> RunMachine.name(machine.run())).distinct().count();
    return kinds == machines().size() ? "machine" : "run";
  }

  /** All machines that have a row. */
  public List<FleetMachine> machines() {
    return rows.stream().map(FleetRow::machine).distinct().toList();
  }

  /** The rows of a machine that may be ranked. */
  List<FleetRow> ranked(FleetMachine machine) {
    return rows.stream().filter(row -> row.machine() == machine && row.takesPart()).toList();
  }

  /** What tells its rows apart. */
  public RowTitles titles() {
    return titles(rows);
  }

  private static RowTitles titles(List<FleetRow> rows) {
    return new RowTitles(rows.stream().map(FleetRow::title).toList());
  }

  /**
   * A row's place on its machine: 1 if no row is shown to be faster there; nothing if it is not
   * valid.
   */
  public OptionalInt rank(FleetRow row) {
    return row.takesPart()
        ? OptionalInt.of(
            1
                + (int)
                    ranked(row.machine()).stream()
                        .filter(other -> other.beside(row) == Difference.FASTER)
                        .count())
        : OptionalInt.empty();
  }

  /** The rows of each machine that may be ranked, by what makes them the same on all. */
  Map<RowIdentity, Map<FleetMachine, FleetRow>> rankedByTitle() {
    return rows.stream()
        .filter(FleetRow::takesPart)
        .collect(
            Collectors.groupingBy(
                FleetRow::title,
                LinkedHashMap::new,
                Collectors.toMap(
                    FleetRow::machine, row -> row, (one, other) -> one, LinkedHashMap::new)));
  }
}
