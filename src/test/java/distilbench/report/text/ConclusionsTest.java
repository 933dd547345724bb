package distilbench.report.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.ForkRounds;
import distilbench.report.data.MemoryModel;
import distilbench.report.data.Metric;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A sentence is said only if the forks show what it says. */
class ConclusionsTest {
  private static final double[] STEADY = {100, 100.1, 99.9};
  private static final double[] TWICE = {200, 202, 198};
  private static final double[] UNSTEADY = {100, 200, 50};

  @Test
  void overSubscriptionIsWhatItCosts() {
    assertThat(
            sentences(
                row("MULTIPROCESS_NAIVE", TWICE, UNSTEADY),
                row("MULTIPROCESS_BUDGETED", STEADY, UNSTEADY)))
        .singleElement()
        .asString()
        .startsWith(
            "Over-subscription: MULTIPROCESS_NAIVE took 2.00 [1.96, 2.05] times as long as");
  }

  @Test
  void sharingIsWhatItSavesAndCosts() {
    assertThat(
            sentences(
                row("MULTIPROCESS_BUDGETED", STEADY, TWICE),
                row("SHARED_PREPACKED", TWICE, STEADY)))
        .singleElement()
        .asString()
        .startsWith("Sharing: SHARED_PREPACKED held 0.50 [0.49, 0.51] times the memory (PSS) of")
        .endsWith("and took 2.00 [1.96, 2.05] times as long: slower.");
  }

  @Test
  void theHeapHidesWhatTheRowWithTheMostMemoryHolds() {
    ResultRow big = row("SERVER", STEADY, TWICE, Map.of("mem.heap.used", STEADY));
    ResultRow small = row("SINGLE", STEADY, STEADY, Map.of("mem.heap.used", STEADY));

    assertThat(sentences(small, big))
        .containsExactly(
            "Heap: SERVER held 2.00 [1.96, 2.05] times the memory (PSS) that its Java heap shows.");
  }

  @Test
  void nothingIsSaidOfWhatIsNotShown() {
    assertThat(
            sentences(
                row("MULTIPROCESS_NAIVE", UNSTEADY, STEADY, Map.of("mem.heap.used", UNSTEADY)),
                row("MULTIPROCESS_BUDGETED", STEADY, UNSTEADY),
                row("SHARED_PREPACKED", STEADY, STEADY)))
        .isEmpty();
  }

  @Test
  void norFromTwoForks() {
    double[] one = {100, 100};
    double[] two = {200, 200};

    assertThat(
            sentences(row("MULTIPROCESS_NAIVE", two, two), row("MULTIPROCESS_BUDGETED", one, one)))
        .isEmpty();
  }

  @Test
  void onlyRowsThatDifferInNothingElseCompare() {
    ResultRow naive = row("MULTIPROCESS_NAIVE", TWICE, STEADY);
    ResultRow budgeted = row("MULTIPROCESS_BUDGETED", STEADY, STEADY);
    Map<String, String> other = new HashMap<>(budgeted.parameters());
    other.put("processes", "2");

    assertThat(
            sentences(
                naive,
                new ResultRow(
                    budgeted.benchmark(),
                    budgeted.mode(),
                    1,
                    other,
                    budgeted.primary(),
                    budgeted.secondary(),
                    Map.of())))
        .isEmpty();
  }

  @Test
  void ofSeveralPairsThatWithTheMostProcessesIsTold() {
    double[] thrice = {300, 301, 302};

    assertThat(
            sentences(
                withProcesses(16, row("MULTIPROCESS_NAIVE", thrice, UNSTEADY)),
                withProcesses(16, row("MULTIPROCESS_BUDGETED", STEADY, UNSTEADY)),
                withProcesses(2, row("MULTIPROCESS_NAIVE", TWICE, UNSTEADY)),
                withProcesses(2, row("MULTIPROCESS_BUDGETED", STEADY, UNSTEADY))))
        .singleElement()
        .asString()
        .startsWith("Over-subscription: MULTIPROCESS_NAIVE took 3.01 [");
  }

  @Test
  void memoryOfWorkersIsALineFromThreeNumbersOfProcessesOn() {
    List<DeploymentRow> rows = List.of(workers(2, 328), workers(4, 396), workers(8, 532));

    MemoryModel model = MemoryModel.of(rows);

    assertThat(model.shared()).isCloseTo(260, within(1e-9));
    assertThat(model.each()).isCloseTo(34, within(1e-9));
    assertThat(model.residual()).isLessThan(1e-9);
    assertThat(MemoryModel.lines(rows, titles(rows))).hasSize(1);
    assertThat(MemoryModel.lines(rows.subList(0, 2), titles(rows))).isEmpty();
  }

  @Test
  void theResidualIsThatOfTheWorstFigure() {
    MemoryModel model = MemoryModel.of(List.of(workers(1, 10), workers(2, 23), workers(3, 30)));

    // y = 1 + 10 x
    assertThat(model)
        .hasToString("workers' PSS(N) = 1.0 + 10.0 N MiB, at most 2.0 MiB off at N = 1, 2, 3");
  }

  private static RowTitles titles(List<DeploymentRow> rows) {
    return RowTitles.of(rows.stream().map(DeploymentRow::row).toList());
  }

  private static DeploymentRow workers(int processes, double pss) {
    ResultRow row =
        row("SHARED_PREPACKED", STEADY, STEADY, Map.of("mem.workers.pss.mean", new double[] {pss}));
    return DeploymentRow.of(withProcesses(processes, row));
  }

  private static ResultRow withProcesses(int processes, ResultRow row) {
    Map<String, String> parameters = new HashMap<>(row.parameters());
    parameters.put("processes", Integer.toString(processes));
    return new ResultRow(
        row.benchmark(), row.mode(), 1, parameters, row.primary(), row.secondary(), Map.of());
  }

  private static List<String> sentences(ResultRow... rows) {
    return new Conclusions(
            Stream.of(rows).map(ConclusionsTest::inRounds).toList(), DeploymentRow::deployment)
        .all();
  }

  private static DeploymentRow inRounds(ResultRow row) {
    List<Integer> rounds = IntStream.rangeClosed(1, row.forks()).boxed().toList();
    return new DeploymentRow(row, DeploymentRow.of(row).times(), new ForkRounds(rounds));
  }

  private static ResultRow row(String deployment, double[] seconds, double[] pss) {
    return row(deployment, seconds, pss, Map.of());
  }

  private static ResultRow row(
      String deployment, double[] seconds, double[] pss, Map<String, double[]> more) {
    Map<String, Metric> secondary = new LinkedHashMap<>();
    secondary.put("work.texts", metric(250));
    secondary.put("work.tokens", metric(250 * 59));
    secondary.put("open.seconds", metric(1));
    secondary.put("mem.tree.pss.peak", metric(pss));
    more.forEach((label, figures) -> secondary.put(label, metric(figures)));
    return new ResultRow(
        "a.B.c",
        "ss",
        1,
        Map.of("deployment", deployment, "processes", "8"),
        metric("s/op", seconds),
        secondary,
        Map.of());
  }

  private static Metric metric(double... forks) {
    return metric("", forks);
  }

  private static Metric metric(String unit, double... forks) {
    double mean = DoubleStream.of(forks).average().orElseThrow();
    return new Metric(
        mean,
        unit,
        Map.of(),
        DoubleStream.of(forks).mapToObj(fork -> new double[] {fork}).toList(),
        0);
  }
}
