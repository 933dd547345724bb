package distilbench.report.text;

import distilbench.console.Quantity;
import distilbench.format.MetricLabel;
import distilbench.report.data.DeploymentGroup;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.MemoryModel;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import distilbench.report.text.Column.Narrowing;
import distilbench.report.text.Table.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The table about deployments: time, ratio to SINGLE, memory, and how much of what the machine can
 * multiply they use, with what follows from it in words. All rows are of one benchmark in one mode.
 */
final class DeploymentTable {
  private static final NumberFormat WHOLE = new NumberFormat(0);
  private static final NumberFormat TENTHS = new NumberFormat(1);
  private static final String PADDING = "padding";
  private static final String THROTTLED = "throttled";
  private static final String WORKERS = "workers";

  /** Share by which the kernel's PSS may be lower without a word. */
  private static final double LITTLE = 0.02;

  private final DeploymentGroup group;
  private final List<DeploymentRow> rows;
  private final RowTitles titles;
  private final VerdictMarks marks;

  DeploymentTable(DeploymentGroup group, VerdictMarks marks) {
    this.group = group;
    this.rows = group.rows();
    this.titles = RowTitles.of(results());
    this.marks = marks;
  }

  private List<ResultRow> results() {
    return rows.stream().map(DeploymentRow::row).toList();
  }

  Table table() {
    List<Column> columns = new ArrayList<>(TitleColumns.of(titles));
    columns.addAll(figures());
    return new Table(title(), titles.common(), columns, conclusions(), legend());
  }

  /** Benchmark, mode, and forks if that is one number for all rows. */
  private String title() {
    ResultRow first = rows.get(0).row();
    String forks = Quantity.of(first.forks(), "fork");
    return first.name().shortName()
        + " ("
        + first.name().mode()
        + ")"
        + (sameForks() && first.forks() > 0 ? ", " + forks : "");
  }

  private List<Column> figures() {
    List<DeploymentRow> front = group.front();
    return List.of(
        Column.words("front", cells(row -> Cell.words(front.contains(row) ? "*" : "")))
            .printed("", ""),
        Column.intervals(
                "s per 1000 texts",
                cells(
                    row ->
                        row.isTimed()
                            ? Cell.interval(group.timeFormat(), row.time(), row.times())
                            : Cell.EMPTY))
            .printed("s per 1000", "texts")
            .marked(marks.times(results())),
        Column.intervals(
                "texts/s",
                cells(
                    row ->
                        row.isTimed()
                            ? Cell.interval(group.rateFormat(), row.rate(), row.rates())
                            : Cell.EMPTY))
            .narrowed(Narrowing.WITHOUT_ENDS),
        Column.intervals("time if " + DeploymentGroup.BASE + " = 1", cells(this::ratio))
            .printed("time if", DeploymentGroup.BASE + " = 1"),
        metric("open, s", MetricLabel.OPEN_SECONDS.label()).printed("open", "s"),
        metric("CPU, cores", MetricLabel.CPU_TREE_CORES.label()).printed("CPU", "cores"),
        Column.numbers(THROTTLED, cells(this::throttled)).printed("throt-", "tled"),
        memory("PSS", row -> ResultRow.PSS).marked(marks.memories(results())),
        workersMemory(),
        memory("RSS", row -> ResultRow.RSS),
        memory("heap", DeploymentTable::heap),
        metric("living processes", MetricLabel.MEM_TREE_PROCS.label()).printed("proc-", "esses"),
        Column.numbers("of GEMM", cells(this::gemmShare)).printed("of", "GEMM"),
        Column.numbers(PADDING, cells(this::padding)).printed("pad-", "ding"),
        Column.numbers("same label", cells(this::sameLabel)).printed("same", "label"),
        Column.numbers("difference of answers", cells(this::answerDifference))
            .printed("answers", "differ by"),
        Column.numbers("forks", cells(this::forks)));
  }

  private List<Cell> cells(Function<DeploymentRow, Cell> cell) {
    return rows.stream().map(cell).toList();
  }

  private Cell ratio(DeploymentRow row) {
    return group
        .ratio(row)
        .map(ratio -> Cell.interval(group.ratioFormat(), ratio, new double[0]))
        .orElse(Cell.EMPTY);
  }

  /** Empty where the metric is missing, NaN where it could not be measured. */
  private Column metric(String head, String label) {
    return Column.numbers(
        head,
        cells(
            row ->
                row.row().metric(label).isPresent()
                    ? Cell.value(
                        group.format(label),
                        new Estimate(row.figure(label), Double.NaN, Double.NaN),
                        row.forks(label))
                    : Cell.EMPTY));
  }

  private Column memory(String name, Function<DeploymentRow, String> label) {
    return Column.numbers(name + ", MiB", cells(row -> memory(row, label.apply(row))))
        .printed(name, "MiB");
  }

  private Cell memory(DeploymentRow row, String label) {
    return row.row().metric(label).isPresent()
        ? Cell.value(group.format(label), row.row().memory(label), row.forks(label))
        : Cell.EMPTY;
  }

  /** That of the process that runs the model, where it is known. */
  private static String heap(DeploymentRow row) {
    return Double.isNaN(row.figure(ResultRow.WORKERS_HEAP))
        ? ResultRow.HEAP
        : ResultRow.WORKERS_HEAP;
  }

  /** Between engines it leaves the benchmark's own process out, which is the same JVM for all. */
  private Column workersMemory() {
    boolean others = rows.stream().anyMatch(DeploymentRow::isOfOtherEngine);
    return Column.numbers(
            WORKERS + ", MiB",
            cells(
                row ->
                    others && row.figure(ResultRow.WORKERS_PSS) > 0
                        ? memory(row, ResultRow.WORKERS_PSS)
                        : Cell.EMPTY))
        .printed(WORKERS, "MiB");
  }

  private Cell gemmShare(DeploymentRow row) {
    return percent(WHOLE, group.gemmShare(row));
  }

  /** Where no quota stopped a row, there is nothing to say. */
  private Cell throttled(DeploymentRow row) {
    String label = MetricLabel.CPU_THROTTLED.label();
    boolean any = rows.stream().anyMatch(one -> one.figure(label) > 0);
    return any ? percent(WHOLE, row.figure(label)) : Cell.EMPTY;
  }

  /** Where no row pads, there is nothing to say. */
  private Cell padding(DeploymentRow row) {
    boolean padded = rows.stream().anyMatch(any -> any.padding() > 0);
    return padded ? percent(WHOLE, row.padding()) : Cell.EMPTY;
  }

  private static Cell percent(NumberFormat digits, double share) {
    return Double.isNaN(share) ? Cell.EMPTY : Cell.number(digits.show(100 * share) + "%", share);
  }

  private Cell sameLabel(DeploymentRow row) {
    return percent(TENTHS, answerFigure(row, MetricLabel.ANSWER_AGREEMENT));
  }

  private Cell answerDifference(DeploymentRow row) {
    double difference = answerFigure(row, MetricLabel.ANSWER_MEAN_DIFFERENCE);
    return Double.isNaN(difference)
        ? Cell.EMPTY
        : Cell.number(NumberFormat.UNLIMITED.show(difference), difference);
  }

  /** NaN where answers cannot be others than those of the model as it was prepared. */
  private static double answerFigure(DeploymentRow row, MetricLabel metric) {
    return row.isExact() ? Double.NaN : row.figure(metric.label());
  }

  private boolean sameForks() {
    return rows.stream().mapToInt(row -> row.row().forks()).distinct().count() == 1;
  }

  private Cell forks(DeploymentRow row) {
    int forks = row.row().forks();
    return forks == 0 || sameForks() ? Cell.EMPTY : Cell.number("" + forks, forks);
  }

  private List<String> conclusions() {
    List<String> sentences =
        new ArrayList<>(new Conclusions(rows, row -> titles.name(row.row().name())).all());
    sentences.addAll(MemoryModel.lines(rows, titles));
    return sentences;
  }

  private List<Note> legend() {
    List<Note> notes = new ArrayList<>();
    if (group.compared().size() > 1) {
      notes.add(Note.always("*: no other row takes as little time with as little memory (PSS)."));
    }
    if (rows.stream().anyMatch(row -> row.time().hasInterval())) {
      boolean ratios =
          rows.stream().map(group::ratio).flatMap(Optional::stream).anyMatch(Estimate::hasInterval);
      notes.add(
          Note.always(
              "[]: 95 % interval over forks, from "
                  + Estimate.LEAST_FORKS
                  + " forks on"
                  + (ratios ? pairingInWords() : ".")));
    } else {
      notes.add(
          Note.always("No intervals: they need at least " + Estimate.LEAST_FORKS + " forks."));
    }
    memoryInWords().map(Note::always).ifPresent(notes::add);
    othersInWords().map(Note::always).ifPresent(notes::add);
    gemmInWords().map(Note::always).ifPresent(notes::add);
    notes.add(
        Note.with(
            WORKERS + ", MiB",
            "workers: mean PSS of the worker processes alone, by which engines compare."));
    notes.add(
        Note.with(
            THROTTLED,
            "throttled: share of the time for which a CPU quota stopped the process tree, the mean over"
                + " its CPUs."));
    notes.add(
        Note.with(
            PADDING,
            "padding: share of the computed tokens that only fill the texts of a pass up to its"
                + " longest."));
    if (rows.stream().anyMatch(row -> row.runsModel() && !row.isExact())) {
      notes.add(
          Note.always(
              "same label, answers differ by: compared with the model in float32; the mean over texts"
                  + " of the largest difference of a text's logits, or of 1 - cosine of embeddings."));
    }
    notes.add(VerdictMarks::legend);
    notes.add(DeploymentTable::notMeasured);
    return notes;
  }

  private static Optional<String> notMeasured(List<Column> shown) {
    return shown.stream()
            .filter(column -> column.narrowing() != Narrowing.NUMBER)
            .flatMap(column -> column.cells().stream())
            .anyMatch(cell -> cell.text().contains("NaN"))
        ? Optional.of("NaN: could not be measured, at least not in every fork.")
        : Optional.empty();
  }

  /** Of the columns that are there. */
  private Optional<String> memoryInWords() {
    List<String> parts = new ArrayList<>();
    if (has(ResultRow.PSS) && has(ResultRow.RSS)) {
      parts.add(
          "PSS, RSS: peak of the process tree, in RSS shared pages count again for each process");
    } else if (has(ResultRow.PSS)) {
      parts.add("PSS: peak of the process tree");
    } else if (has(ResultRow.RSS)) {
      parts.add("RSS: peak of the process tree, shared pages count again for each process");
    }
    if (has(ResultRow.HEAP)) {
      boolean told = rows.stream().anyMatch(row -> heap(row).equals(ResultRow.WORKERS_HEAP));
      parts.add("heap: one JVM's alone" + (told ? ", or what an engine says of its own" : ""));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts) + ".");
  }

  /** Why other tools show less. */
  private Optional<String> othersInWords() {
    double most =
        rows.stream()
            .mapToDouble(DeploymentRow::heldByOthers)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    return most > LITTLE
        ? Optional.of(
            "PSS counts what the tree maps, whoever else maps it; the kernel's PSS is up to "
                + WHOLE.show(100 * most)
                + " % lower.")
        : Optional.empty();
  }

  private boolean has(String label) {
    return rows.stream().anyMatch(row -> row.row().metric(label).isPresent());
  }

  private Optional<String> gemmInWords() {
    double most =
        rows.stream().mapToDouble(group::gemmShare).filter(Double::isFinite).max().orElse(0);
    if (most == 0) {
      return Optional.empty();
    }
    String above =
        Math.round(100 * most) > 100
            ? "; above 100 % the machine was faster meanwhile than when its rate was probed"
            : "";
    return Optional.of(
        "of GEMM: what the real tokens' FLOPs reach of the "
            + ratesInWords()
            + " of the machine's matrix multiply"
            + above
            + ".");
  }

  /** What the rows are related to. */
  private String ratesInWords() {
    List<String> rates =
        rows.stream()
            .filter(row -> Double.isFinite(group.gemmShare(row)))
            .map(row -> GemmPrecision.of(row.row()))
            .distinct()
            .sorted()
            .map(rate -> WHOLE.show(group.gemmRate(rate)) + " GFLOP/s" + rate.words())
            .toList();
    return String.join(", or ", rates) + (rates.size() > 1 ? "," : "");
  }

  private String pairingInWords() {
    return group.byRound()
        ? "; ratios are paired by round."
        : "; ratios are not paired: it is not known that rows took turns.";
  }
}
