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

  private final CapacityChoice choice;
  private final RowTitles titles;

  public CapacitySentences(CapacityChoice choice) {
    this.choice = choice;
    this.titles =
        new RowTitles(
            choice.candidates().stream().map(one -> one.subject().printable()).toList());
  }

  /** One for each deployment, the one to use first; lines of at most the usual width. */
  public List<String> each() {
    return choice.candidates().stream()
        .map(one -> name(one) + " " + sustained(one) + ": " + held(one) + "; " + sides(one) + ".")
        .flatMap(sentence -> Words.hanging(sentence).stream())
        .toList();
  }

  /** What to use, and what else would do; the figures of all others stand in {@link #each}. */
  public List<String> answer() {
    return choice
        .chosen()
        .map(this::use)
        .orElse(
            "Nothing can be recommended: no deployment keeps to the limits at a rate that was"
                + " tried.")
        .lines()
        .flatMap(sentence -> Words.hanging(sentence).stream())
        .toList();
  }

  private String use(CapacityChoice.Candidate chosen) {
    StringBuilder text =
        new StringBuilder(
            "Use " + name(chosen) + ": it " + sustained(chosen) + " and " + held(chosen) + ".");
    choice.candidates().stream()
        .filter(one -> one.takesPart() && one != chosen)
        .findFirst()
        .ifPresent(second -> text.append("\n").append(runnerUp(second)));
    return text.toString();
  }

  private String runnerUp(CapacityChoice.Candidate second) {
    String tie =
        second.standing() == Standing.TIED ? "; no difference in that is shown" : "";
    return "Runner-up: " + name(second) + " " + sustained(second) + " and " + held(second) + tie + ".";
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

  private static String sides(CapacityChoice.Candidate one) {
    List<String> sides = new ArrayList<>();
    one.capacity().kept().ifPresent(load -> sides.add(kept(load)));
    one.capacity().failed().ifPresent(load -> sides.add(failed(load)));
    return String.join("; ", sides);
  }

  private static String sustains(Capacity known) {
    if (known.kept().isEmpty()) {
      return "sustains none of the rates that were tried";
    }
    String least = DIGITS.show(known.kept().get().rate());
    if (known.failed().isEmpty()) {
      return "sustains at least " + least + " calls/s";
    }
    Estimate boundary = known.boundary();
    return boundary.hasInterval()
        ? "sustains " + DIGITS.show(boundary) + " calls/s"
        : "sustains about " + least + " calls/s, without an interval";
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
