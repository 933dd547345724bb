package distilbench.report.fleet;

import distilbench.format.RowIdentity;
import distilbench.report.data.Difference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which value of a parameter the fastest row has, machine by machine. Of each value the fastest row
 * counts, whatever its other parameters are.
 *
 * @param parameter that has several values on at least two machines
 * @param wins machines by the value that is shown to be faster than all others there
 * @param undecided machines on which none is
 */
record Contest(
    String parameter, Map<String, List<FleetMachine>> wins, List<FleetMachine> undecided) {

  /** One for each parameter. */
  static List<Contest> of(Fleet fleet) {
    Set<String> parameters = new LinkedHashSet<>(List.of(RowIdentity.DEPLOYMENT));
    fleet.rows().forEach(row -> parameters.addAll(row.title().parameters().keySet()));
    return parameters.stream()
        .map(parameter -> of(fleet, parameter))
        .filter(contest -> contest.machines() > 1)
        .toList();
  }

  private static Contest of(Fleet fleet, String parameter) {
    Map<String, List<FleetMachine>> wins = new LinkedHashMap<>();
    List<FleetMachine> undecided = new ArrayList<>();
    for (FleetMachine machine : fleet.machines()) {
      Map<String, FleetRow> best = new LinkedHashMap<>();
      fleet.ranked(machine).stream()
          .sorted(Comparator.comparingDouble(row -> row.row().time().value()))
          .filter(row -> row.title().parameters().containsKey(parameter))
          .forEach(row -> best.putIfAbsent(row.title().parameters().get(parameter), row));
      if (best.size() > 1) {
        List<FleetRow> rows = List.copyOf(best.values());
        if (rows.get(0).beside(rows.get(1)) == Difference.FASTER) {
          String value = rows.get(0).title().parameters().get(parameter);
          wins.computeIfAbsent(value, any -> new ArrayList<>()).add(machine);
        } else {
          undecided.add(machine);
        }
      }
    }
    return new Contest(parameter, wins, undecided);
  }

  /** On how many machines there was something to decide. */
  int machines() {
    return undecided.size() + wins.values().stream().mapToInt(List::size).sum();
  }
}
