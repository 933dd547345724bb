package distilbench.report.tracking;

import distilbench.console.Quantity;
import distilbench.report.data.NumberFormat;
import distilbench.report.tracking.Baseline.Deviation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A run beside earlier ones, line by line: what is shown to differ first. */
public final class BaselineText {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;
  private static final NumberFormat HUNDREDTHS = new NumberFormat(2);

  private BaselineText() {}

  /** One line for each figure, behind one about the run. */
  public static List<String> of(TrackedRun run, List<Deviation> deviations) {
    long differing = deviations.stream().filter(one -> one.verdict().isShown()).count();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%s: %d of %s more or less than the earlier runs let expect.",
            run.name(), differing, Quantity.of(deviations.size(), "figure")));
    deviations.stream()
        .sorted(Comparator.comparing((Deviation one) -> !one.verdict().isShown()))
        .forEach(one -> lines.add(line(one)));
    return lines;
  }

  private static String line(Deviation one) {
    String figure =
        String.format(
            "%s: %s %s %s",
            one.figure().series(),
            one.figure().measure().label(),
            DIGITS.show(one.figure().figure().value()),
            one.figure().measure().unit());
    return one.runs() == 0
        ? figure + "; no earlier run has it"
        : String.format(
            "%s, %s times the mean of %s: %s",
            figure,
            HUNDREDTHS.show(one.ratio()),
            Quantity.of(one.runs(), "earlier run"),
            one.verdict());
  }
}
