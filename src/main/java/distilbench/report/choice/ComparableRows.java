package distilbench.report.choice;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.ResultRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a run between which there is a choice: of one benchmark, one model and one corpus.
 *
 * @param rows empty if there are none, or if they are of several models or corpora
 * @param shorter the others of that benchmark, which were measured over another number of texts
 * @param remarks why that is, or what was left out, in sentences
 */
record ComparableRows(List<ResultRow> rows, List<ResultRow> shorter, List<String> remarks) {
  private static final List<String> BENCHMARKS = List.of("CorpusPass", "ClosedLoop");

  /** What is asked about: between other models and texts there is nothing to choose. */
  private static final List<String> SUBJECT = List.of("model", "corpus", "column");

  private static final String TEXTS = "texts";

  /** Of all rows of a run: its passes over the corpus, else its loops of calls. */
  static ComparableRows of(List<ResultRow> all) {
    List<ResultRow> rows = ofOneBenchmark(all);
    if (rows.isEmpty()) {
      return new ComparableRows(
          rows, List.of(), List.of("No choice: no row tells how long texts take in a deployment."));
    }
    Optional<String> apart = apart(rows);
    if (apart.isPresent()) {
      return new ComparableRows(List.of(), List.of(), List.of(apart.get()));
    }
    int whole = whole(rows);
    List<ResultRow> shorter = rows.stream().filter(row -> texts(row) != whole).toList();
    return new ComparableRows(
        rows.stream().filter(row -> texts(row) == whole).toList(),
        shorter,
        shorter.isEmpty()
            ? List.of()
            : List.of(
                String.format(
                    "%d of %d rows took no part: they were not measured over %d texts.",
                    shorter.size(), rows.size(), whole)));
  }

  /** As many texts as a row has at most, of those that got as far as an interval if one did. */
  private static int whole(List<ResultRow> rows) {
    return Stream.of(Estimate.LEAST_FORKS, 0)
        .flatMap(
            least ->
                rows.stream()
                    .filter(row -> row.forks() >= least)
                    .map(ComparableRows::texts)
                    .max(Integer::compare)
                    .stream())
        .findFirst()
        .orElseThrow();
  }

  private static List<ResultRow> ofOneBenchmark(List<ResultRow> all) {
    return BENCHMARKS.stream()
        .map(
            benchmark ->
                all.stream()
                    .filter(row -> Latencies.isOf(benchmark, row))
                    .filter(row -> DeploymentRow.isOne(row) && row.runsModel())
                    .filter(row -> !row.measured().isTwin())
                    .toList())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static Optional<String> apart(List<ResultRow> rows) {
    List<String> several =
        SUBJECT.stream()
            .map(
                name ->
                    rows.stream()
                        .map(row -> row.identity().printable().told(name))
                        .distinct()
                        .toList())
            .filter(told -> told.size() > 1)
            .flatMap(List::stream)
            .toList();
    return several.isEmpty()
        ? Optional.empty()
        : Optional.of(
            several.stream()
                .collect(
                    Collectors.joining(
                        ", ",
                        "No choice: the rows are of several models or corpora (",
                        "); measure each in a run of its own.")));
  }

  private static int texts(ResultRow row) {
    return Stream.ofNullable(row.identity().parameters().get(TEXTS))
        .filter(texts -> texts.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }
}
