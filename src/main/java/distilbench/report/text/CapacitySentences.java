package distilbench.report.text;

import distilbench.console.Quantity;
import distilbench.console.TerminalText;
import distilbench.format.RowIdentity;
import distilbench.report.choice.Capacity;
import distilbench.report.choice.CapacityChoice;
import distilbench.report.choice.Load;
import distilbench.report.choice.Standing;
import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.RowTitles;
import java.util.ArrayList;
import java.util.List;

/** How many calls per second deployments sustain, and which of them to use, in sentences. */
public final class CapacitySentences {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;
  private static final NumberFormat HUNDREDTHS = new NumberFormat(2);

  private final CapacityChoice choice;
  private final RowTitles titles;

  public CapacitySentences(CapacityChoice choice) {
    this.choice = choice;
    this.titles =
        new RowTitles(choice.candidates().stream().map(one -> one.subject().printable()).toList());
  }

  /** One for each deployment, the one to use first. */
  public List<String> each() {
    return choice.candidates().stream().map(this::one).toList();
  }

  private String one(CapacityChoice.Candidate one) {
    List<String> parts = new ArrayList<>(List.of(held(one)));
    one.capacity().below().ifPresent(load -> parts.add(kept(load)));
    one.capacity().above().ifPresent(load -> parts.add(failed(load)));
    if (!one.takesPart()) {
      parts.add(one.standing().toString());
    }
    return name(one) + " " + sustained(one) + ": " + String.join("; ", parts) + ".";
  }

  /** What to use, and what else would do. */
  public List<String> answer() {
    return choice
        .chosen()
        .map(this::use)
        .orElse(
            List.of(
                "Nothing can be recommended: no deployment keeps to the limits at a rate that was"
                    + " tried."));
  }

  private List<String> use(CapacityChoice.Candidate chosen) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Use " + name(chosen) + ": it " + sustained(chosen) + " and " + held(chosen) + ".");
    choice.runnerUp().ifPresent(second -> sentences.add(runnerUp(second)));
    return sentences;
  }

  private String runnerUp(CapacityChoice.Candidate second) {
    Estimate ratio = second.ratio(choice.chosen().orElseThrow());
    String beside =
        ratio.hasInterval()
            ? String.format(
                ", %s times as many%s",
                HUNDREDTHS.show(ratio),
                second.standing() == Standing.TIED ? " (no difference shown)" : "")
            : "";
    return String.format(
        "Runner-up: %s %s%s and %s.",
        name(second), sustains(second.capacity()), beside, held(second));
  }

  private String name(CapacityChoice.Candidate one) {
    return titles.name(one.subject().printable());
  }

  private String sustained(CapacityChoice.Candidate one) {
    return String.format(
        "%s with p99 <= %s (%s)",
        sustains(one.capacity()), choice.limit().text(), arrivals(one.subject()));
  }

  private static String held(CapacityChoice.Candidate one) {
    return "holds " + DIGITS.show(one.memory()) + " MiB (PSS)";
  }

  private static String sustains(Capacity known) {
    Estimate sustained = known.sustained();
    if (sustained.hasInterval()) {
      return "sustains " + DIGITS.show(sustained) + " calls/s";
    } else if (!Double.isNaN(sustained.value())) {
      return "sustains about " + DIGITS.show(sustained.value()) + " calls/s (no interval)";
    }
    return known
        .below()
        .map(load -> "sustains at least " + DIGITS.show(load.rate()) + " calls/s")
        .orElse("sustains none of the rates that were tried");
  }

  private static String kept(Load load) {
    return String.format(
        "at %s calls/s %d of %s kept it",
        DIGITS.show(load.rate()), load.keeping(), Quantity.of(load.forks().size(), "fork"));
  }

  private static String failed(Load load) {
    return String.format(
        "at %s it failed in %d of %d",
        DIGITS.show(load.rate()), load.failing(), load.forks().size());
  }

  private static String arrivals(RowIdentity row) {
    String arrivals = row.parameters().getOrDefault("arrivals", "");
    String texts = row.parameters().getOrDefault("callSize", "");
    return String.format(
        "arrivals %s, %s per call, %s calls a fork",
        TerminalText.oneLine(arrivals),
        texts.matches("\\d+") ? Quantity.of(Long.parseLong(texts), "text") : texts + " texts",
        TerminalText.oneLine(row.parameters().getOrDefault("calls", "")));
  }
}
