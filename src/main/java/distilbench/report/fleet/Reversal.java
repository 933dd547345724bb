package distilbench.report.fleet;

import distilbench.format.RowIdentity;
import distilbench.report.data.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two rows that change places: one is shown to be faster than the other on some machines, and to be
 * slower on others.
 */
record Reversal(
    RowIdentity one, RowIdentity other, List<FleetMachine> faster, List<FleetMachine> slower) {

  /** All of them. */
  static List<Reversal> of(Fleet fleet) {
    Map<RowIdentity, Map<FleetMachine, FleetRow>> rows = fleet.rankedByTitle();
    List<RowIdentity> titles = List.copyOf(rows.keySet());
    List<Reversal> reversals = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      for (int j = i + 1; j < titles.size(); j++) {
        Reversal pair = of(titles.get(i), titles.get(j), rows);
        if (!pair.faster.isEmpty() && !pair.slower.isEmpty()) {
          reversals.add(pair);
        }
      }
    }
    return reversals;
  }

  private static Reversal of(
      RowIdentity one, RowIdentity other, Map<RowIdentity, Map<FleetMachine, FleetRow>> rows) {
    List<FleetMachine> faster = new ArrayList<>();
    List<FleetMachine> slower = new ArrayList<>();
    rows.get(one)
        .forEach(
            (machine, row) -> {
              FleetRow beside = rows.get(other).get(machine);
              Difference difference = beside == null ? Difference.INCONCLUSIVE : row.beside(beside);
              if (difference == Difference.FASTER) {
                faster.add(machine);
              } else if (difference == Difference.SLOWER) {
                slower.add(machine);
              }
            });
    return new Reversal(one, other, faster, slower);
  }
}
