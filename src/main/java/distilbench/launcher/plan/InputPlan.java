package distilbench.launcher.plan;

import distilbench.format.RowIdentity;
import distilbench.prepare.PreparationRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What rows need to have prepared.
 *
 * @param requests each once
 * @param ofRow for each row its place among the requests; not there for rows that use neither model
 *     nor corpus
 */
public record InputPlan(List<PreparationRequest> requests, Map<RowIdentity, Integer> ofRow) {
  public InputPlan {
    requests = List.copyOf(requests);
    ofRow = Map.copyOf(ofRow);
  }

  /**
   * What these rows need.
   *
   * @throws distilbench.console.InvalidInputException naming the first parameter whose value is not
   *     possible
   */
  public static InputPlan of(List<PlannedRow> rows) {
    Map<RowIdentity, PreparationRequest> needs = new LinkedHashMap<>();
    for (PlannedRow row : rows) {
      if (EngineBounds.problem(row.row()).isPresent()) {
        // It will be left out: nothing need be installed for it.
        continue;
      }
      ParameterCheck.check(row.row()).ifPresent(need -> needs.put(row.row(), need));
    }
    Set<PreparationRequest> all = new LinkedHashSet<>(needs.values());
    // One that is asked for with packed weights too is prepared once.
    needs.replaceAll((row, need) -> packed(need, all));
    List<PreparationRequest> requests = new ArrayList<>(new LinkedHashSet<>(needs.values()));
    Map<RowIdentity, Integer> ofRow = new LinkedHashMap<>();
    needs.forEach((row, need) -> ofRow.put(row, requests.indexOf(need)));
    return new InputPlan(requests, ofRow);
  }

  private static PreparationRequest packed(PreparationRequest need, Set<PreparationRequest> all) {
    return all.contains(need.andPackedWeights()) ? need.andPackedWeights() : need;
  }
}
