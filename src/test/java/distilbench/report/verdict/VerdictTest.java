package distilbench.report.verdict;

import static distilbench.report.QuietRun.CONTROL;
import static distilbench.report.QuietRun.SHARED;
import static distilbench.report.QuietRun.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.report.QuietRun;
import distilbench.report.text.VerdictMarks;
import distilbench.report.verdict.Judgement.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What disturbs a run is called out, and nothing else. */
class VerdictTest {
  private static final double MIB = 1 << 20;

  @Test
  void aQuietRunIsValidWithoutAWord() {
    Verdict verdict = new QuietRun().verdict();

    assertThat(lines(verdict))
        .containsExactly("Verdict on time: valid", "Verdict on memory: valid");
    assertThat(verdict.rows())
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.time().findings()).isEmpty())
        .allSatisfy(row -> assertThat(row.memory().findings()).isEmpty());
  }

  private enum Aspect {
    TIME,
    MEMORY,
    BOTH
  }

  /** Each changes one thing about a quiet run. */
  static Stream<Arguments> disturbances() {
    return Stream.of(
        found("no sidecar", Reason.MACHINE_UNKNOWN, Aspect.BOTH, QuietRun::undescribed),
        found("JMH's order", Reason.NOISE_NOT_RECORDED, Aspect.TIME, QuietRun::inJmhsOrder),
        found("a row is missing", Reason.MISSING_ROWS, Aspect.BOTH, run -> run.lost(SHARED)),
        found("a fork failed", Reason.MISSING_ROWS, Aspect.BOTH, run -> run.failed(SHARED, 3)),
        found(
            "all cores slow down", Reason.DRIFT, Aspect.TIME, run -> run.probed(2, 2, 90.0, 140.0)),
        found("one core does", Reason.DRIFT, Aspect.TIME, run -> run.probed(3, 2, 70.0, 180.0)),
        found(
            "in INT8 alone",
            Reason.DRIFT,
            Aspect.TIME,
            run -> run.probedInInt8(350, 700, 700, 560)),
        found("it speeds up", Reason.DRIFT, Aspect.TIME, run -> run.probed(1, 1, 90.0, 215.0)),
        found(
            "a row is told apart from itself",
            Reason.TWINS,
            Aspect.TIME,
            run -> run.twin(SINGLE, 8.4, 8.52, 8.46)),
        found(
            "others take a core",
            Reason.FOREIGN_CPU,
            Aspect.TIME,
            run -> run.saw(SINGLE, 2, "foreignCpuCores", 1.0)),
        found(
            "others take little of scarce cores",
            Reason.FOREIGN_CPU,
            Aspect.TIME,
            run -> run.saw(SINGLE, 3, "foreignCpuCores", 0.11)),
        found(
            "the tree gets only what others leave",
            Reason.FOREIGN_CPU,
            Aspect.TIME,
            run ->
                run.measured(SINGLE, "cpu.tree.cores", 1.98, 1.0, 1.98)
                    .saw(SINGLE, 2, "foreignCpuCores", 0.9)),
        found(
            "nobody knows what the tree used",
            Reason.FOREIGN_CPU,
            Aspect.TIME,
            run -> run.withoutMetric("cpu.tree.cores").saw(SINGLE, 1, "foreignCpuCores", 0.2)),
        found(
            "others take a core within a short section of a long life",
            Reason.FOREIGN_CPU,
            Aspect.TIME,
            run -> section(run, 2, 0.46, 0.03)),
        found(
            "a process is stopped",
            Reason.STOPPED,
            Aspect.TIME,
            run ->
                run.measured(SHARED, "noise.seconds", 8, 11, 8)
                    .measured(SHARED, "noise.stopped.seconds", 0, 3, 0)),
        found(
            "the hypervisor takes CPU within the section",
            Reason.STEAL,
            Aspect.TIME,
            run -> run.measured(SHARED, "noise.steal.cores", 0, 0.2, 0)),
        found(
            "a quota stops the section",
            Reason.THROTTLING,
            Aspect.TIME,
            run -> run.measured(SHARED, "noise.throttled.cores", 0, 0.2, 0)),
        found(
            "pages come back from swap within the section",
            Reason.SWAPPING,
            Aspect.BOTH,
            run -> run.measured(SHARED, "noise.swap_in", 0, 2, 0)),
        found(
            "others are busy between rounds",
            Reason.FOREIGN_CPU,
            Aspect.TIME,
            run -> run.sawIdle(1, 0.3).sawIdle(3, 0.35)),
        found(
            "the hypervisor takes CPU",
            Reason.STEAL,
            Aspect.TIME,
            run -> run.saw(SHARED, 1, "stealCores", 0.11)),
        found(
            "a quota stops the run",
            Reason.THROTTLING,
            Aspect.TIME,
            run -> run.limited().saw(SHARED, 1, "throttledSeconds", 1.1)),
        found(
            "pages come back from swap",
            Reason.SWAPPING,
            Aspect.BOTH,
            run -> run.saw(SHARED, 2, "swapInBytesPerSecond", 1.1 * MIB)),
        found(
            "a fork says that it lacks the environment",
            Reason.ENVIRONMENT,
            Aspect.BOTH,
            run -> run.measured(SINGLE, "fork.environment", 1, 1, 0)),
        found(
            "nobody says that forks had it",
            Reason.ENVIRONMENT,
            Aspect.BOTH,
            run -> run.withoutMetric("fork.environment").withoutEnvironment()),
        found("two forks", Reason.FORKS, Aspect.BOTH, run -> run.forks(2)),
        found("forks are not told apart", Reason.FORKS, Aspect.BOTH, run -> run.forks(0)),
        found(
            "sharing is unknown",
            Reason.SHARING,
            Aspect.MEMORY,
            run -> run.measured(SHARED, "share.verified", 1, 1, Double.NaN)),
        found(
            "sharing was not asked",
            Reason.SHARING,
            Aspect.MEMORY,
            run -> run.withoutMetric("share.verified")),
        found(
            "the fork meant to share, whatever its deployment is called",
            Reason.SHARING,
            Aspect.MEMORY,
            run ->
                run.measured(SINGLE, "share.expected", 1, 1, 1)
                    .measured(SINGLE, "share.verified", 1, 1, Double.NaN)),
        found(
            "a fork could not read which pages are mapped",
            Reason.RAW_PSS,
            Aspect.MEMORY,
            run -> run.measured(SINGLE, "mem.tree.exact", 1, 1, 0)),
        found(
            "memory is off",
            Reason.NOT_MEASURED,
            Aspect.MEMORY,
            run -> run.withoutMetric("mem.tree.pss.peak")),
        found(
            "memory is NaN",
            Reason.NOT_MEASURED,
            Aspect.MEMORY,
            run -> run.measured(SINGLE, "mem.tree.pss.peak", 300, Double.NaN, 300)),
        found(
            "time is NaN",
            Reason.NOT_MEASURED,
            Aspect.TIME,
            run -> run.score(SINGLE, 8, Double.NaN, 8)),
        found("times differ", Reason.INTERVAL, Aspect.TIME, run -> run.score(SINGLE, 8, 8.4, 8.8)),
        found(
            "memory differs",
            Reason.INTERVAL,
            Aspect.MEMORY,
            run -> run.measured(SINGLE, "mem.tree.pss.peak", 300, 330, 360)),
        found(
            "calls pile up faster than they are answered",
            Reason.NOT_ACHIEVED,
            Aspect.TIME,
            run -> loaded(run).measured(SINGLE, "rate.achieved", 9.7, 10, 9.9)),
        found(
            "the load's own thread is late in one fork",
            Reason.LATE_CALLS,
            Aspect.TIME,
            run -> loaded(run).measured(SINGLE, "lat.slip.p99", 0.2, 11, 0.2)),
        found(
            "it is late for the bound that was asked for",
            Reason.LATE_CALLS,
            Aspect.TIME,
            run ->
                loaded(run)
                    .parameter(SINGLE, "slo", "0.05s")
                    .measured(SINGLE, "lat.slip.p99", 6, 6, 6)),
        found(
            "the last third of the calls is slower",
            Reason.BACKLOG,
            Aspect.TIME,
            run -> loaded(run).measured(SINGLE, "lat.last.p50", 80, 90, 100)),
        found(
            "a fork had too few calls",
            Reason.FEW_CALLS,
            Aspect.TIME,
            run -> loaded(run).measured(SINGLE, "load.calls", 300, 298, 300)),
        found(
            "a call among the slowest was refused",
            Reason.NOT_MEASURED,
            Aspect.TIME,
            run -> loaded(run).measured(SINGLE, "lat.p99", 100, Double.NaN, 100)),
        found(
            "no counter of others' CPU",
            Reason.NOT_WATCHED,
            Aspect.TIME,
            run -> run.sawEverywhere("foreignCpuCores", null)),
        found(
            "no counter of swapping",
            Reason.NOT_WATCHED,
            Aspect.BOTH,
            run -> run.sawEverywhere("swapInBytesPerSecond", null)),
        found(
            "a quota, and no counter of it",
            Reason.NOT_WATCHED,
            Aspect.TIME,
            run -> run.limited().sawEverywhere("throttledSeconds", null)),
        found(
            "a round without a probe",
            Reason.NOT_WATCHED,
            Aspect.TIME,
            run -> run.probed(2, 2, null, null)),
        found(
            "no probe succeeded",
            Reason.SPEED_UNKNOWN,
            Aspect.TIME,
            run -> run.probed(1, 2, null, null).probed(2, 2, null, null).probed(3, 2, null, null)),
        found(
            "CONTROL's times differ",
            Reason.CONTROL,
            Aspect.TIME,
            run -> run.score(CONTROL, 0.001, 0.002, 0.003)));
  }

  private static Arguments found(
      String what, Reason reason, Aspect aspect, UnaryOperator<QuietRun> disturbance) {
    return Arguments.of(what, reason, aspect, disturbance);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("disturbances")
  void isCalledOut(String what, Reason reason, Aspect aspect, UnaryOperator<QuietRun> disturbance) {
    Verdict verdict = disturbance.apply(new QuietRun()).verdict();

    assertThat(reasons(verdict.time()).contains(reason)).isEqualTo(aspect != Aspect.MEMORY);
    assertThat(reasons(verdict.memory()).contains(reason)).isEqualTo(aspect != Aspect.TIME);
    assertThat((aspect == Aspect.MEMORY ? verdict.memory() : verdict.time()).status())
        .isEqualTo(reason.status());
  }

  @Test
  void aMachineWhoseSpeedIsUnknownIsOneReasonNotTwo() {
    QuietRun run =
        new QuietRun().probed(1, 2, null, null).probed(2, 2, null, null).probed(3, 2, null, null);

    assertThat(reasons(run.verdict().time())).containsExactly(Reason.SPEED_UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonIsProvokedAndDescribed(Reason reason) throws Exception {
    assertThat(disturbances().map(arguments -> arguments.get()[1])).contains(reason);
    assertThat(Files.readString(Path.of("src/site/markdown/verdict.md")))
        .contains("| `" + reason.kind() + "` | ");
  }

  /** Each is on the good side of a threshold, or only looks like a disturbance. */
  static Stream<Arguments> harmless() {
    return Stream.of(
        harmless("9 % less speed", run -> run.probed(2, 2, 90.0, 157.0)),
        harmless("a twin is less than 3 % off", run -> run.twin(SINGLE, 8.16, 8.26, 8.21)),
        harmless("a twin differs by chance", run -> run.twin(SINGLE, 8.3, 8.0, 8.6)),
        harmless(
            "a quota that the row sets itself stops it",
            run ->
                run.parameter(SHARED, "quota", "1.5")
                    .measured(SHARED, "noise.throttled.cores", 0.5, 0.5, 0.5)),
        harmless("one probe of a round dips", run -> run.probed(2, 1, 90.0, 75.0)),
        harmless("one probe of a round failed", run -> run.probed(2, 1, null, null)),
        harmless("a round was begun and broken off", QuietRun::brokenOffInAFurtherRound),
        harmless(
            "others are busy where cores are free",
            run ->
                run.measured(SINGLE, "cpu.tree.cores", 0.8, 0.8, 0.8)
                    .saw(SINGLE, 2, "foreignCpuCores", 0.9)),
        harmless(
            "others are busy while the fork starts",
            run -> section(run.saw(SINGLE, 2, "foreignCpuCores", 1.0), 2, 0.02, 0.03)),
        harmless("what may be rounding", run -> section(run, 2, 0.2, 0.21)),
        harmless("cores are free in the section", run -> section(run, 1.5, 0.9, 0.03)),
        harmless(
            "a moment's stop",
            run ->
                run.measured(SINGLE, "noise.seconds", 8, 8, 8)
                    .measured(SINGLE, "noise.stopped.seconds", 0, 0.2, 0)),
        harmless("others do a little", run -> run.saw(SINGLE, 2, "foreignCpuCores", 0.09)),
        harmless("the clocks' rounding", run -> run.saw(SINGLE, 2, "foreignCpuCores", -0.04)),
        harmless("one busy second between rounds", run -> run.sawIdle(2, 0.5)),
        harmless("little steal", run -> run.saw(SINGLE, 2, "stealCores", 0.09)),
        harmless("little throttling", run -> run.saw(SINGLE, 2, "throttledSeconds", 0.9)),
        harmless("a few pages", run -> run.saw(SINGLE, 2, "swapInBytesPerSecond", 0.9 * MIB)),
        harmless(
            "no quota, and no counter of it", run -> run.sawEverywhere("throttledSeconds", null)),
        harmless("older results", run -> run.withoutMetric("fork.environment")),
        harmless(
            "one process has nobody to share with",
            run ->
                run.parameter(SHARED, "processes", "1")
                    .measured(SHARED, "share.verified", Double.NaN, Double.NaN, Double.NaN)),
        harmless(
            "a cold start is over before sharing can be seen",
            run ->
                run.measured(SHARED, "open.seconds", Double.NaN, Double.NaN, Double.NaN)
                    .measured(SHARED, "share.verified", Double.NaN, Double.NaN, Double.NaN)),
        harmless(
            "the fork did not mean to share, whatever its deployment is called",
            run ->
                run.measured(SHARED, "share.expected", 0, 0, 0)
                    .measured(SHARED, "share.verified", Double.NaN, Double.NaN, Double.NaN)),
        harmless("SINGLE shares nothing", run -> run.measured(SINGLE, "share.verified", 0, 0, 0)),
        harmless("PSS is the tree's own", run -> run.measured(SINGLE, "mem.tree.exact", 1, 1, 1)),
        harmless("times differ little", run -> run.score(SINGLE, 8, 8.2, 8.5)),
        harmless("calls arrive and are answered", VerdictTest::loaded),
        harmless(
            "99 % are answered as fast as they come",
            run -> loaded(run).measured(SINGLE, "rate.achieved", 9.8, 10, 9.95)),
        harmless(
            "the load's own thread is a little late",
            run -> loaded(run).measured(SINGLE, "lat.slip.p99", 0.2, 9, 0.2)),
        harmless(
            "it is little beside the bound that was asked for",
            run ->
                loaded(run)
                    .parameter(SINGLE, "slo", "200ms")
                    .measured(SINGLE, "lat.slip.p99", 15, 15, 15)),
        harmless(
            "the last third is slower in one fork",
            run -> loaded(run).measured(SINGLE, "lat.last.p50", 50, 200, 45)),
        harmless(
            "the last third is a little slower in all",
            run -> loaded(run).measured(SINGLE, "lat.last.p50", 70, 71, 72)),
        harmless(
            "299 calls of a fork",
            run -> loaded(run).measured(SINGLE, "load.calls", 299, 299, 299)),
        harmless(
            "a schedule's own length says nothing", run -> loaded(run).score(SINGLE, 30, 40, 50)),
        harmless("a personal path", run -> run.parameter(SINGLE, "model", "/home/me/m", "~/m")));
  }

  /** Calls arrive at SINGLE by themselves. */
  private static QuietRun loaded(QuietRun run) {
    return run.measured(SINGLE, "load.calls", 300, 300, 300)
        .measured(SINGLE, "load.refused", 0, 0, 0)
        .measured(SINGLE, "rate.offered", 10, 10, 10)
        .measured(SINGLE, "rate.achieved", 10, 10, 10)
        .measured(SINGLE, "lat.p99", 100, 101, 102)
        .measured(SINGLE, "lat.first.p50", 50, 51, 52)
        .measured(SINGLE, "lat.last.p50", 51, 50, 52)
        .measured(SINGLE, "lat.slip.p99", 0.2, 0.3, 0.2);
  }

  @Test
  void whatLoadsDidIsSaidInFigures() {
    QuietRun run =
        loaded(new QuietRun())
            .measured(SINGLE, "rate.achieved", 8, 8, 8)
            .measured(SINGLE, "load.refused", 0, 4, 2)
            .measured(SINGLE, "lat.slip.p99", 0.2, 20.2, 0.2)
            .measured(SINGLE, "lat.last.p50", 150, 153, 156)
            .measured(SINGLE, "load.calls", 300, 100, 300);

    assertThat(run.verdict().rows().get(SINGLE).time().findings())
        .extracting(Finding::text)
        .containsExactly(
            "calls were not answered as fast as they came: 8.00 of 10.0 calls/s, up to 4 refused"
                + " in a fork",
            "the load's own thread made calls arrive late: in a fork by 20.2 ms in the 99th"
                + " percentile, 20.0 % of the latency",
            "calls pile up: the last third took 3.00 [3.00, 3.00] times as long as the first",
            "fewer than 299 calls a fork: 100");
  }

  /** What a fork of SINGLE saw in its section. */
  private static QuietRun section(QuietRun run, double busy, double foreign, double rounding) {
    return run.measured(SINGLE, "noise.busy.cores", 2, busy, 2)
        .measured(SINGLE, "noise.foreign.cores", 0, foreign, 0)
        .measured(SINGLE, "noise.rounding.cores", rounding, rounding, rounding);
  }

  private static Arguments harmless(String what, UnaryOperator<QuietRun> change) {
    return Arguments.of(what, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void isNotCalledOut(String what, UnaryOperator<QuietRun> change) {
    Verdict verdict = change.apply(new QuietRun()).verdict();

    assertThat(lines(verdict))
        .containsExactly("Verdict on time: valid", "Verdict on memory: valid");
  }

  @Test
  void theRunIsAsGoodAsItsWorstRow() {
    Verdict imprecise = new QuietRun().score(SINGLE, 8, 8.4, 8.8).verdict();

    assertThat(imprecise.time().status()).isEqualTo(Status.IMPRECISE);
    assertThat(imprecise.memory().status()).isEqualTo(Status.VALID);
    assertThat(imprecise.rows())
        .extracting(row -> row.time().status())
        .containsExactly(Status.IMPRECISE, Status.VALID, Status.VALID);

    Verdict invalid =
        new QuietRun().score(SINGLE, 8, 8.4, 8.8).saw(SHARED, 1, "stealCores", 0.5).verdict();

    assertThat(invalid.time().status()).isEqualTo(Status.INVALID);
  }

  @Test
  void reasonsNameTheRowsTheyConcern() {
    assertThat(
            lines(
                new QuietRun()
                    .saw(SINGLE, 2, "foreignCpuCores", 0.7)
                    .saw(SINGLE, 3, "foreignCpuCores", 1.0)
                    .saw(SHARED, 1, "foreignCpuCores", 0.5)
                    .verdict()))
        .containsExactly(
            "Verdict on time: invalid",
            "- others used CPU that was wanted: 2 of 3 rows, SINGLE (up to 1.00 of 2 cores in"
                + " rounds 2, 3), SHARED_PREPACKED (0.50 of",
            "  2 cores in round 1).",
            "Verdict on memory: valid");
    assertThat(lines(new QuietRun().forks(1).verdict()))
        .contains("- fewer than 3 forks: all 3 rows (1 fork).");
    assertThat(lines(new QuietRun().forks(1).lost(CONTROL).verdict()))
        .contains("- fewer than 3 forks: both rows (1 fork).");
  }

  @Test
  void theHarnessDoesNotCountBesideOtherRows() {
    Verdict verdict = new QuietRun().score(CONTROL, 0.001, 0.002, 0.003).verdict();

    assertThat(verdict.rows().get(CONTROL).time().status()).isEqualTo(Status.IMPRECISE);
    assertThat(verdict.time().status()).isEqualTo(Status.VALID);
    assertThat(
            new QuietRun()
                .score(CONTROL, 0.001, 0.002, 0.003)
                .lost(SHARED)
                .lost(SINGLE)
                .verdict()
                .time()
                .findings())
        .as("alone it does")
        .extracting(Finding::reason)
        .contains(Reason.INTERVAL);
  }

  @Test
  void missingRowsAreNamed() {
    assertThat(text(new QuietRun().lost(SHARED), Reason.MISSING_ROWS))
        .isEqualTo("rows are missing or failed: 1 of 3 without a result, SHARED_PREPACKED");
    assertThat(text(new QuietRun().lost(SHARED).brokenOff(), Reason.MISSING_ROWS))
        .contains("up to now, or until the run was broken off, SHARED_PREPACKED");
    assertThat(text(new QuietRun().failed(SINGLE, 3), Reason.MISSING_ROWS))
        .isEqualTo("rows are missing or failed: 1 failed after some forks, SINGLE");
  }

  @Test
  void driftNamesTheRoundThatIsFarthestOff() {
    assertThat(text(new QuietRun().probed(2, 2, 90.0, 90.0), Reason.DRIFT))
        .isEqualTo(
            "the machine's speed drifted: in round 2 its matrix multiply reached 90.0 GFLOP/s on all"
                + " cores, 37.0 % less than in the mean over the rounds");
  }

  @Test
  void driftInInt8IsToldApart() {
    assertThat(text(new QuietRun().probedInInt8(350, 700, 350, 700), Reason.DRIFT))
        .contains("in round 2 its matrix multiply reached 350 GFLOP/s on all cores in INT8, 37");
    assertThat(reasons(new QuietRun().probedInInt8(350, 700, 680, 720).verdict().time())).isEmpty();
  }

  /** A neighbour of every probe would else make the machine seem slow, and the rows fast. */
  @Test
  void probesThatOthersDisturbedTellNothing() {
    assertThat(reasons(new QuietRun().probedBesideOthers(1, 0.8).verdict().time()))
        .containsExactly(Reason.NOT_WATCHED);
    assertThat(
            reasons(
                new QuietRun()
                    .probedBesideOthers(1, 0.8)
                    .probedBesideOthers(2, 0.2)
                    .verdict()
                    .time()))
        .containsExactly(Reason.SPEED_UNKNOWN);
    assertThat(reasons(new QuietRun().probedBesideOthers(1, 0.09).verdict().time())).isEmpty();
  }

  @Test
  void withoutRoundsForksAreCounted() {
    assertThat(lines(section(new QuietRun().inJmhsOrder(), 2, 0.5, 0.03).verdict()))
        .contains(
            "- others used CPU that was wanted: 1 of 3 rows, SINGLE (0.50 of 2 cores in fork 2).");
  }

  @Test
  void memoryThatNobodyWantedIsCalledThat() {
    QuietRun run = new QuietRun().withoutMetric("mem.tree.pss.peak");

    assertThat(lines(run.verdict()))
        .contains("- not measured: all 3 rows (no profiler of the process tree took part).");
    assertThat(lines(run.commandLine("-f", "3", "--memory", "OFF").verdict()))
        .contains("- not measured: all 3 rows (--memory off).");
  }

  @Test
  void filesHaveItInThisForm() throws Exception {
    Verdict verdict =
        new QuietRun()
            .lost(CONTROL)
            .parameter(SINGLE, "model", "/home/me/m", "~/m")
            .score(SINGLE, 8, 8.4, 8.8)
            .verdict();

    assertThat(verdict.toJson())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"time": {"status": "invalid", "reasons": [
                       {"kind": "missingRows",
                        "text": "rows are missing or failed: 1 of 3 without a result, CONTROL model=builtin"},
                       {"kind": "interval", "text": "interval beyond +-10 %: 1 of 2 rows, SINGLE model=~/m (+-12.6 %)"}]},
                     "memory": {"status": "invalid", "reasons": [
                       {"kind": "missingRows",
                        "text": "rows are missing or failed: 1 of 3 without a result, CONTROL model=builtin"}]},
                     "rows": [
                       {"row": {"benchmark": "a.CorpusPass.pass", "mode": "ss",
                         "parameters": {"deployment": "SINGLE", "model": "~/m", "processes": "8"}},
                        "time": {"status": "imprecise", "reasons": [
                          {"kind": "interval", "text": "interval beyond +-10 %: +-12.6 %"}]},
                        "memory": {"status": "valid", "reasons": []}},
                       {"row": {"benchmark": "a.CorpusPass.pass", "mode": "ss",
                         "parameters": {"deployment": "SHARED_PREPACKED", "model": "builtin", "processes": "8"}},
                        "time": {"status": "valid", "reasons": []},
                        "memory": {"status": "valid", "reasons": []}}]}
                    """));
  }

  private static List<Reason> reasons(Judgement judgement) {
    return judgement.findings().stream().map(Finding::reason).distinct().toList();
  }

  private static String text(QuietRun run, Reason reason) {
    return run.verdict().time().findings().stream()
        .filter(finding -> finding.reason() == reason)
        .map(Finding::text)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines(Verdict verdict) {
    return new VerdictMarks(verdict).verdictLines();
  }
}
