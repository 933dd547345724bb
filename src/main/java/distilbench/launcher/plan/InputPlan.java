package distilbench.launcher.plan;

import distilbench.console.InvalidInputException;
import distilbench.format.RowIdentity;
import distilbench.prepare.PreparationRequest;
import distilbench.prepare.Prepared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

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

  /**
   * Has everything prepared.
   *
   * @param preparation of one request
   * @param withoutEngine is told of an engine that cannot be had; its rows are then not prepared
   * @throws InvalidInputException if something else cannot be prepared
   */
  public PreparedPlan prepare(
      Function<PreparationRequest, Prepared> preparation,
      Consumer<InvalidInputException> withoutEngine) {
    Map<PreparationRequest, Prepared> prepared = new LinkedHashMap<>();
    for (PreparationRequest request : requests) {
      try {
        prepared.put(request, preparation.apply(request));
      } catch (InvalidInputException e) {
        if (request.isOwn()) {
          throw e;
        }
        withoutEngine.accept(e);
      }
    }
    List<PreparationRequest> order = List.copyOf(prepared.keySet());
    Map<RowIdentity, Integer> places = new LinkedHashMap<>();
    Set<RowIdentity> missing = new HashSet<>();
    ofRow.forEach(
        (row, place) -> {
          int found = order.indexOf(requests.get(place));
          if (found < 0) {
            missing.add(row);
          } else {
            places.put(row, found);
          }
        });
    return new PreparedPlan(List.copyOf(prepared.values()), places, missing);
  }

  private static PreparationRequest packed(PreparationRequest need, Set<PreparationRequest> all) {
    return all.contains(need.andPackedWeights()) ? need.andPackedWeights() : need;
  }
}
