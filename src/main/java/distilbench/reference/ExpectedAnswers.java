package distilbench.reference;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.console.Quantity;
import distilbench.console.TerminalText;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.Task;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a model's publisher says that it answers: a file beside the model, with texts, their labels
 * and scores as model cards have them.
 *
 * <pre>
 * [{"text": "A plum of a wine.", "label": "POSITIVE", "score": 0.9998},
 *  {"text": "Corked.", "label": "NEGATIVE"}]
 * </pre>
 *
 * <p>The label is that of the largest logit. The score may be left out. It is the label's
 * probability: the softmax over all logits. A model with one logit has no label to choose: there
 * the score is that logit, and the label may be left out.
 */
public final class ExpectedAnswers {
  /** The file's name. */
  public static final String FILE = "expected.json";

  /**
   * How far a score may be from the published one without a word; of logits beyond 1 this share of
   * the logit. Cards round to 4 digits, some to 3: that is 5e-4. float32 logits that are 1e-4 off
   * move a probability by at most 5e-5 of two classes: its slope is at most 1/4 for each of them.
   */
  static final double SCORE_TOLERANCE = 1e-3;

  /** A card has some texts, a set of tests some thousand: read whole, into the heap. */
  private static final long MOST_BYTES = 4 << 20;

  private static final int LISTED = 10;
  private static final int SHOWN_LETTERS = 60;
  private static final Set<String> FIELDS = Set.of("text", "label", "score");
  private static final String FORMAT =
      "give [{\"text\": \"...\", \"label\": \"...\", \"score\": 0.99}, ...], score if known";

  private final Path file;
  private final List<Entry> entries;

  /**
   * One text.
   *
   * @param number in the file, counted from 1
   * @param label null if it is not said
   * @param score NaN if it is not said
   */
  private record Entry(int number, String text, String label, double score) {}

  /** An entry, and what the model answers to it. */
  private record Answered(Entry entry, String label, double score) {
    boolean agrees() {
      return entry.label() == null || entry.label().equals(label);
    }

    /** NaN if there is nothing to compare. */
    double difference() {
      return agrees() ? Math.abs(entry.score() - score) : Double.NaN;
    }

    boolean isOff() {
      return difference() > SCORE_TOLERANCE * Math.max(1, Math.abs(entry.score()));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "  text %d, \"%s\": expected %s, found %s",
          entry.number(),
          shortened(entry.text()),
          words(entry.label(), entry.score()),
          words(label, score));
    }

    private static String words(String label, double score) {
      String name = label == null ? "" : shortened(label);
      String number = Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%.4f", score);
      return (name + " " + number).strip();
    }
  }

  private ExpectedAnswers(Path file, List<Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * Reads what lies beside a model; nothing if nothing does.
   *
   * @param model its folder, or its only file
   * @throws InvalidInputException if it cannot be read, or is not of this format
   */
  public static Optional<ExpectedAnswers> beside(Path model) {
    Path file = Files.isRegularFile(model) ? model.resolveSibling(FILE) : model.resolve(FILE);
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        throw new InvalidInputException(
            String.format(
                "%s is no regular file of at most %d MiB; %s", file, MOST_BYTES >> 20, FORMAT));
      }
      JsonNode json =
          new ObjectMapper()
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
              .readTree(Files.readAllBytes(file));
      return Optional.of(new ExpectedAnswers(file, entries(file, json)));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          String.format(
              "cannot read %s as JSON: %s%s; %s",
              file, e.getOriginalMessage(), place(e.getLocation()), FORMAT),
          e);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot read %s (%s); mend that, or move the file away", file, FileProblem.of(e)),
          e);
    }
  }

  /** Not every problem has one. */
  private static String place(JsonLocation location) {
    return location == null ? "" : " in line " + location.getLineNr();
  }

  private static List<Entry> entries(Path file, JsonNode json) {
    if (!json.isArray() || json.isEmpty()) {
      throw new InvalidInputException(file + " is no array with texts; " + FORMAT);
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode node : json) {
      entries.add(entry(file, entries.size() + 1, node));
    }
    return entries;
  }

  private static Entry entry(Path file, int number, JsonNode node) {
    JsonNode text = node.path("text");
    JsonNode label = node.path("label");
    JsonNode score = node.path("score");
    SortedSet<String> unknown = new TreeSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(FIELDS);
    boolean whole =
        unknown.isEmpty()
            && text.isTextual()
            && (label.isMissingNode() || label.isTextual())
            && (score.isMissingNode() || score.isNumber() && Double.isFinite(score.asDouble()))
            && !(label.isMissingNode() && score.isMissingNode());
    if (!whole) {
      throw new InvalidInputException(
          String.format(
              "%s: entry %d is no text with a label or a score%s; %s",
              file,
              number,
              unknown.isEmpty() ? "" : ", but has " + shortened(unknown.first()),
              FORMAT));
    }
    return new Entry(number, text.asText(), label.asText(null), score.asDouble(Double.NaN));
  }

  /**
   * Has the model answer every text alone, and says how many labels agree and by how much scores
   * differ. Scores that are further off than {@link #SCORE_TOLERANCE} are listed.
   *
   * @param threads intra-op threads
   * @throws InvalidInputException if the model has no such answers, or another label is the answer
   *     to a text; these texts are listed before
   */
  public void check(ModelFolder model, int threads, PrintStream log) {
    ModelDescription description = model.description();
    requireComparable(description);
    List<Answered> answered = answer(model, threads, log);
    double largest =
        answered.stream()
            .mapToDouble(Answered::difference)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    List<Answered> others = answered.stream().filter(answer -> !answer.agrees()).toList();
    List<Answered> off = answered.stream().filter(Answered::isOff).toList();
    log.println(summary(answered.size(), answered.size() - others.size(), largest));
    list(off, "scores that are further off than " + SCORE_TOLERANCE, log);
    list(others, "other labels", log);
    if (!others.isEmpty()) {
      throw new InvalidInputException(
          String.format(
              "%s answers %d of %s otherwise than %s says; mend the file, or give the model that it"
                  + " is about",
              model.directory(), others.size(), Quantity.of(answered.size(), "text"), file));
    }
  }

  private String summary(int texts, int agreeing, double largest) {
    return String.format(
        Locale.ROOT,
        "%s: %d of %s answered as expected%s",
        file,
        agreeing,
        Quantity.of(texts, "text"),
        Double.isNaN(largest)
            ? ""
            : String.format(Locale.ROOT, ", largest difference of a score %.4f", largest));
  }

  private void list(List<Answered> answers, String what, PrintStream log) {
    if (!answers.isEmpty()) {
      log.println(file + ": " + what + ":");
      answers.stream().limit(LISTED).forEach(log::println);
      if (answers.size() > LISTED) {
        log.println("  and " + (answers.size() - LISTED) + " more");
      }
    }
  }

  private void requireComparable(ModelDescription model) {
    if (model.task() != Task.CLASSIFICATION) {
      throw new InvalidInputException(
          file + " has labels, but the model gives embeddings; move the file away");
    }
    boolean oneLogit = model.labels().size() == 1;
    for (Entry entry : entries) {
      if (entry.label() == null ? !oneLogit : !model.labels().contains(entry.label())) {
        throw new InvalidInputException(
            String.format(
                "%s: the label of entry %d, %s, is none of the model's: %s",
                file,
                entry.number(),
                entry.label() == null ? "which is missing" : "'" + shortened(entry.label()) + "'",
                shortened(model.labels())));
      } else if (!oneLogit && (entry.score() < 0 || entry.score() > 1)) {
        throw new InvalidInputException(
            String.format(
                "%s: the score of entry %d is no probability; give the label's, from 0 to 1",
                file, entry.number()));
      }
    }
  }

  /** As many as a line can carry. */
  private static String shortened(List<String> labels) {
    String all =
        labels.stream()
            .limit(LISTED)
            .map(ExpectedAnswers::shortened)
            .collect(Collectors.joining(", "));
    return labels.size() > LISTED ? all + " and " + (labels.size() - LISTED) + " more" : all;
  }

  /** As much of a text out of a file as a line can carry. */
  private static String shortened(String text) {
    boolean whole = text.codePointCount(0, text.length()) <= SHOWN_LETTERS;
    int end = whole ? text.length() : text.offsetByCodePoints(0, SHOWN_LETTERS);
    return TerminalText.oneLine(text.substring(0, end)) + (whole ? "" : "...");
  }

  private List<Answered> answer(ModelFolder model, int threads, PrintStream log) {
    List<String> labels = model.description().labels();
    List<Answered> answered = new ArrayList<>();
    Progress progress = new Progress(log, FILE, entries.size(), "texts");
    try (SingleTexts answers = SingleTexts.open(model, threads)) {
      for (Entry entry : entries) {
        float[] logits = answers.answer(entry.number(), entry.text());
        int top = Vectors.largest(logits);
        double score = logits.length == 1 ? logits[0] : probability(logits, top);
        answered.add(new Answered(entry, labels.get(top), score));
        progress.advance(1);
      }
    }
    return answered;
  }

  /** Softmax of one logit, the largest. */
  private static double probability(float[] logits, int top) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((double) logit - logits[top]);
    }
    return 1 / sum;
  }
}
