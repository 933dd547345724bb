package distilbench.report.text;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.MemoryModel;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import distilbench.report.data.Sidecar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The table about deployments: time, ratio to SINGLE, memory, and how much of what the machine can
 * multiply they use, with what follows from it in words. All rows are of one benchmark in one mode.
 */
public final class DeploymentTable {
  private static final String BASE = "SINGLE";
  private static final String RSS = "mem.tree.rss.peak";
  private static final NumberFormat HUNDREDTHS = new NumberFormat(2);
  private static final NumberFormat WHOLE = new NumberFormat(0);

  private final List<DeploymentRow> rows;
  private final RowTitles titles;
  private final double gemmRate;
  private final boolean byRound;
  private final VerdictMarks marks;
  private final List<DeploymentRow> compared;

  public DeploymentTable(List<ResultRow> results, Optional<Sidecar> sidecar, VerdictMarks marks) {
    this.rows = results.stream().map(DeploymentRow::of).toList();
    this.titles = RowTitles.of(results);
    this.gemmRate = sidecar.map(Sidecar::gemmRate).orElse(Double.NaN);
    this.byRound = sidecar.map(Sidecar::inRounds).orElse(false);
    this.marks = marks;
    this.compared =
        rows.stream()
            .filter(DeploymentRow::runsModel)
            .filter(row -> Double.isFinite(row.time().value()))
            .filter(row -> Double.isFinite(row.figure(ResultRow.PSS)))
            .toList();
  }

  public List<String> lines() {
    TitleColumns columns = new TitleColumns(titles);
    List<Column> names = columns.columns();
    List<Column> figures = figures(true);
    List<Column> form =
        TextTable.fitting(
            List.of(
                joined(names, figures),
                joined(names, figures(false)),
                joined(columns.numbers(), figures)));
    List<String> lines = columns.table(form);
    List<String> sentences =
        new ArrayList<>(new Conclusions(rows, row -> titles.name(row.row().name()), byRound).all());
    sentences.addAll(MemoryModel.lines(rows, titles));
    if (!sentences.isEmpty()) {
      lines.add("");
      sentences.forEach(sentence -> lines.addAll(TextTable.wrapped(sentence)));
    }
    lines.add("");
    lines.addAll(legend());
    lines.addAll(VerdictMarks.legend(form));
    if (figures.stream()
        .flatMap(column -> column.cells().stream())
        .anyMatch(cell -> cell.contains("NaN"))) {
      lines.add("NaN: could not be measured, at least not in every fork.");
    }
    return lines;
  }

  private static List<Column> joined(List<Column> names, List<Column> figures) {
    List<Column> all = new ArrayList<>(names);
    all.addAll(figures);
    return all;
  }

  private List<Column> figures(boolean rateWithInterval) {
    List<Estimate> times = rows.stream().map(DeploymentRow::time).toList();
    List<Estimate> rates = rows.stream().map(DeploymentRow::rate).toList();
    List<Boolean> timed = rows.stream().map(DeploymentRow::isTimed).toList();
    List<Optional<Estimate>> ratios = rows.stream().map(this::ratio).toList();
    NumberFormat rateDigits = NumberFormat.of(values(rates));
    return List.of(
        Column.left("", rows.stream().map(row -> isOnFront(row) ? "*" : "").toList()),
        Column.intervals("s per 1000", "reviews", NumberFormat.of(values(times)), times, timed)
            .marked(marks.times(results())),
        rateWithInterval
            ? Column.intervals("", "reviews/s", rateDigits, rates, timed)
            : Column.right(
                "",
                "reviews/s",
                cells(row -> row.isTimed() ? rateDigits.show(row.rate().value()) : "")),
        Column.intervals(
            "time if",
            BASE + " = 1",
            HUNDREDTHS,
            ratios.stream().map(ratio -> ratio.orElse(Estimate.UNKNOWN)).toList(),
            ratios.stream().map(Optional::isPresent).toList()),
        metric("open", "s", "open.seconds", HUNDREDTHS),
        metric("CPU", "cores", "cpu.tree.cores", HUNDREDTHS),
        memory("PSS", ResultRow.PSS).marked(marks.memories(results())),
        memory("RSS", RSS),
        memory("heap", ResultRow.HEAP),
        metric("proc-", "esses", "mem.tree.procs", WHOLE),
        Column.right("of", "GEMM", cells(this::gemmShare)),
        Column.right("", "forks", sameForks() ? cells(row -> "") : cells(this::forks)));
  }

  private List<ResultRow> results() {
    return rows.stream().map(DeploymentRow::row).toList();
  }

  private Column memory(String head, String label) {
    return metric(
        head,
        "MiB",
        label,
        NumberFormat.of(rows.stream().mapToDouble(row -> row.figure(label)).toArray()));
  }

  /** Empty where the metric is missing, NaN where it could not be measured. */
  private Column metric(String above, String below, String label, NumberFormat digits) {
    return Column.right(
        above,
        below,
        cells(row -> row.row().metric(label).isPresent() ? digits.show(row.figure(label)) : ""));
  }

  private List<String> cells(Function<DeploymentRow, String> cell) {
    return rows.stream().map(cell).toList();
  }

  private static double[] values(List<Estimate> estimates) {
    return estimates.stream().mapToDouble(Estimate::value).toArray();
  }

  /** Ratio of the times to those of SINGLE with the same parameters; none without such a row. */
  private Optional<Estimate> ratio(DeploymentRow row) {
    return row.isTimed() ? base(row).map(base -> ratio(row, base)) : Optional.empty();
  }

  private Estimate ratio(DeploymentRow row, DeploymentRow base) {
    if (row == base) {
      return new Estimate(1, Double.NaN, Double.NaN);
    }
    return Estimate.ratio(byRound, row.times(), base.times());
  }

  /**
   * The row of SINGLE that agrees with this one in most parameters: where rows differ only in what
   * SINGLE ignores, it was measured once. None if two agree equally well.
   */
  private Optional<DeploymentRow> base(DeploymentRow row) {
    List<DeploymentRow> candidates =
        rows.stream()
            .filter(DeploymentRow::isTimed)
            .filter(candidate -> candidate.deployment().equals(BASE))
            .toList();
    long most = candidates.stream().mapToLong(row::agreement).max().orElse(0);
    List<DeploymentRow> best =
        candidates.stream().filter(candidate -> row.agreement(candidate) == most).toList();
    return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
  }

  private String gemmShare(DeploymentRow row) {
    double part = gemmPart(row);
    return Double.isNaN(part) ? "" : WHOLE.show(100 * part) + "%";
  }

  private double gemmPart(DeploymentRow row) {
    return row.gflops() / gemmRate;
  }

  private boolean sameForks() {
    return rows.stream().mapToInt(row -> row.row().forks()).distinct().count() == 1;
  }

  private String forks(DeploymentRow row) {
    return row.row().forks() == 0 ? "" : Integer.toString(row.row().forks());
  }

  /** Alone, a row has nothing to be better than; a row without the model does not compare. */
  private boolean isOnFront(DeploymentRow row) {
    return compared.size() > 1
        && compared.contains(row)
        && compared.stream().noneMatch(other -> other.beats(row));
  }

  private List<String> legend() {
    List<String> lines = new ArrayList<>();
    if (compared.size() > 1) {
      lines.add("*: no other row takes as little time with as little memory (PSS).");
    }
    if (rows.stream().anyMatch(row -> row.time().hasInterval())) {
      boolean ratios =
          rows.stream().map(this::ratio).flatMap(Optional::stream).anyMatch(Estimate::hasInterval);
      lines.add(
          "[]: 95 % interval over forks, from "
              + Estimate.LEAST_FORKS
              + " forks on"
              + (ratios ? pairingInWords() : "."));
    } else {
      lines.add("No intervals: they need at least " + Estimate.LEAST_FORKS + " forks.");
    }
    memoryInWords().ifPresent(lines::add);
    gemmInWords().ifPresent(line -> lines.addAll(TextTable.wrapped(line)));
    return lines;
  }

  /** Of the columns that are there. */
  private Optional<String> memoryInWords() {
    List<String> parts = new ArrayList<>();
    if (has(ResultRow.PSS) && has(RSS)) {
      parts.add(
          "PSS, RSS: peak of the process tree, in RSS shared pages count again for each process");
    } else if (has(ResultRow.PSS)) {
      parts.add("PSS: peak of the process tree");
    } else if (has(RSS)) {
      parts.add("RSS: peak of the process tree, shared pages count again for each process");
    }
    if (has(ResultRow.HEAP)) {
      parts.add("heap: one JVM's alone");
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts) + ".");
  }

  private boolean has(String label) {
    return rows.stream().anyMatch(row -> row.row().metric(label).isPresent());
  }

  private Optional<String> gemmInWords() {
    double most =
        rows.stream().mapToDouble(this::gemmPart).filter(Double::isFinite).max().orElse(0);
    if (most == 0) {
      return Optional.empty();
    }
    String above =
        Math.round(100 * most) > 100
            ? "; above 100 % the machine was faster meanwhile than when its rate was probed"
            : "";
    return Optional.of(
        "of GEMM: what the real tokens' FLOPs reach of the "
            + WHOLE.show(gemmRate)
            + " GFLOP/s of the machine's matrix multiply"
            + above
            + ".");
  }

  private String pairingInWords() {
    return byRound
        ? "; ratios are paired by round."
        : "; ratios are not paired: it is not known that rows took turns.";
  }
}
