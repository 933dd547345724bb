package distilbench.report.choice;

import distilbench.format.MetricLabel;
import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.NameList;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A choice in sentences. Ratios are those to the chosen row, also where they are called ties. */
public final class ChoiceText {
  private static final NumberFormat HUNDREDTHS = new NumberFormat(2);
  private static final NumberFormat TENTHS = new NumberFormat(1);

  private final Choice choice;

  public ChoiceText(Choice choice) {
    this.choice = choice;
  }

  /** The sentences, the answer first; each without line breaks. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    choice.chosen().ifPresentOrElse(best -> chosen(best, sentences), () -> none(sentences));
    sentences.addAll(obstacles());
    sentences.addAll(choice.doubts());
    sentences.addAll(repetition().remarks());
    return sentences;
  }

  /** The commands that repeat the chosen row, the runner-up, those tied, and their latencies. */
  public Repetition repetition() {
    Optional<Candidate> chosen = choice.chosen();
    if (chosen.isEmpty()) {
      return new Repetition(List.of(), List.of());
    }
    Set<Candidate> deciding = new LinkedHashSet<>(List.of(chosen.get()));
    choice.runnerUp().ifPresent(deciding::add);
    deciding.addAll(choice.of(Standing.TIED));
    List<ResultRow> rows =
        Stream.concat(
                deciding.stream().map(one -> one.row().row()),
                deciding.stream().flatMap(one -> one.p99().map(P99::row).stream()))
            .toList();
    return Repetition.of(rows);
  }

  private void chosen(Candidate best, List<String> sentences) {
    if (choice.provisional()) {
      sentences.add(
          "Provisional: times were disturbed while they were measured. What disturbs a round is in"
              + " both rows of a ratio, so the order may hold; measure again on an idle machine"
              + " before you rely on it.");
    }
    sentences.add("Use " + best.name() + ": " + figures(best) + ".");
    choice.runnerUp().ifPresent(second -> sentences.add(runnerUp(second)));
    ties().ifPresent(sentences::add);
    if (!best.row().isExact()) {
      sentences.add(precision(best));
    }
  }

  private String figures(Candidate best) {
    List<String> parts = new ArrayList<>();
    parts.add(choice.group().timeFormat().show(best.row().time()) + " s per 1000 texts");
    parts.add(choice.group().rateFormat().show(best.row().rate()) + " texts/s");
    Estimate memory = best.row().memory();
    if (Double.isFinite(memory.value())) {
      parts.add(choice.group().format(ResultRow.PSS).show(memory) + " MiB (PSS)");
    }
    best.p99().ifPresent(latency -> parts.add("p99 " + latency.inWords()));
    return String.join(", ", parts);
  }

  private String runnerUp(Candidate second) {
    return Double.isNaN(second.timeRatio().value())
        ? "Runner-up: "
            + second.name()
            + ", of which is not known how long it takes beside the chosen one: fewer than "
            + Estimate.LEAST_FORKS
            + " rounds measured both."
        : "Runner-up: " + second.name() + " would take " + besideTheChosen(second) + ".";
  }

  /** Such as "1.04 [1.01, 1.07] times as long (slower) and hold 0.60 times the memory". */
  private static String besideTheChosen(Candidate one) {
    String time = HUNDREDTHS.show(one.timeRatio()) + " times as long (" + words(one) + ")";
    return Double.isFinite(one.memoryRatio().value())
        ? time + " and hold " + HUNDREDTHS.show(one.memoryRatio()) + " times the memory"
        : time;
  }

  /** A difference that is shown, and too small to decide anything, is called that. */
  private static String words(Candidate one) {
    Difference difference = Difference.ofTimes(one.timeRatio());
    return difference == Difference.NO_DIFFERENCE_SHOWN && one.timeRatio().excludesOne()
        ? "less than 3 %"
        : difference.toString();
  }

  private Optional<String> ties() {
    List<String> tied =
        choice.of(Standing.TIED).stream()
            .map(one -> one.name() + " (" + HUNDREDTHS.show(one.timeRatio()) + ")")
            .toList();
    return tied.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Tied with it, no difference in time beyond 3 % being shown: "
                + NameList.of(tied)
                + (isLeast() ? "; none of them holds less memory." : "."));
  }

  /** Whether no row that is tied with the chosen one holds less. */
  private boolean isLeast() {
    double held = choice.chosen().orElseThrow().row().memory().value();
    return choice.of(Standing.TIED).stream().allMatch(one -> one.row().memory().value() >= held);
  }

  private String precision(Candidate best) {
    double same = 100 * best.row().figure(MetricLabel.ANSWER_AGREEMENT.label());
    String agreement =
        Double.isFinite(same)
            ? "It gives the label that float32 gives for " + TENTHS.show(same) + " % of the texts"
            : "It does not answer as the model in float32 does";
    return choice
        .exact()
        .map(
            exact ->
                agreement
                    + "; in float32 "
                    + exact.name()
                    + " would take "
                    + besideTheChosen(exact)
                    + ".")
        .orElse(agreement + "; no row in float32 takes part.");
  }

  private void none(List<String> sentences) {
    if (choice.candidates().isEmpty()) {
      return; // the doubts say why
    }
    String why =
        Stream.of(Standing.RULED_OUT, Standing.NOT_JUDGED, Standing.INVALID)
            .filter(standing -> !choice.of(standing).isEmpty())
            .map(standing -> choice.of(standing).size() + " " + standing)
            .collect(Collectors.joining(", "));
    sentences.add(
        "Nothing can be recommended: of "
            + choice.candidates().size()
            + (choice.candidates().size() == 1 ? " row " : " rows ")
            + why
            + ".");
    if (!choice.of(Standing.NOT_JUDGED).isEmpty()) {
      sentences.add(
          "A limit of p99 is judged by rows of OpenLoop, or of ClosedLoop in the mode sample, of the"
              + " same deployment: measure them into the same result file.");
    }
  }

  /** What keeps rows from taking part, each with its rows. */
  private List<String> obstacles() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (Candidate one : choice.candidates()) {
      for (Obstacle obstacle : one.obstacles()) {
        String figure = obstacle.figure().isEmpty() ? "" : " (" + obstacle.figure() + ")";
        rows.computeIfAbsent(obstacle.cause(), any -> new ArrayList<>()).add(one.name() + figure);
      }
    }
    return rows.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + NameList.of(entry.getValue()) + ".")
        .toList();
  }
}
