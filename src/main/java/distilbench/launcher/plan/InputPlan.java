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
import java.util.function.Predicate;

/**
 * What rows need to have prepared.
 *
 * @param requests each once
 * @param ofRow for each row its place among the requests; not there for rows that use neither model
 *     nor corpus, and for those that cannot be measured
 * @param impossible why an engine cannot do what a row asks for; such rows need nothing
 */
public record InputPlan(
    List<PreparationRequest> requests,
    Map<RowIdentity, Integer> ofRow,
    Map<RowIdentity, String> impossible) {
  public InputPlan {
    requests = List.copyOf(requests);
    ofRow = Map.copyOf(ofRow);
    impossible = Map.copyOf(impossible);
  }

  /**
   * What these rows need.
   *
   * @throws distilbench.console.InvalidInputException naming the first parameter whose value is not
   *     possible
   */
  public static InputPlan of(List<PlannedRow> rows) {
    Map<RowIdentity, PreparationRequest> needs = new LinkedHashMap<>();
    Map<RowIdentity, String> impossible = new LinkedHashMap<>();
    EngineBounds engines = new EngineBounds();
    for (PlannedRow row : rows) {
      engines
          .problem(row.row())
          .ifPresentOrElse(
              why -> impossible.put(row.row(), why),
              () -> ParameterCheck.check(row.row()).ifPresent(need -> needs.put(row.row(), need)));
    }
    Set<PreparationRequest> all = new LinkedHashSet<>(needs.values());
    // One that is asked for with packed weights too is prepared once.
    needs.replaceAll((row, need) -> packed(need, all));
    List<PreparationRequest> requests = new ArrayList<>(new LinkedHashSet<>(needs.values()));
    Map<RowIdentity, Integer> ofRow = new LinkedHashMap<>();
    needs.forEach((row, need) -> ofRow.put(row, requests.indexOf(need)));
    return new InputPlan(requests, ofRow, impossible);
  }

  /**
   * Has everything prepared.
   *
   * @param preparation of one request
   * @param dispensable what the rows may do without
   * @param leftOut is told why something dispensable cannot be prepared; its rows are missing then
   * @throws InvalidInputException if something else cannot be prepared
   */
  public PreparedPlan prepare(
      Function<PreparationRequest, Prepared> preparation,
      Predicate<PreparationRequest> dispensable,
      Consumer<InvalidInputException> leftOut) {
    Map<PreparationRequest, Prepared> prepared = new LinkedHashMap<>();
    for (PreparationRequest request : requests) {
      try {
        prepared.put(request, preparation.apply(request));
      } catch (InvalidInputException e) {
        if (!dispensable.test(request)) {
          throw e;
        }
        leftOut.accept(e);
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
