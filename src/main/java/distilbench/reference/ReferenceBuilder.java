package distilbench.reference;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.console.Quantity;
import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.inference.TextTokenizer;
import distilbench.inference.TokenizedText;
import distilbench.model.ModelFolder;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Computes the reference answers that a run needs and that nobody has computed yet. */
public final class ReferenceBuilder {
  /**
   * What the answers of a run may take: a quarter of a fork's heap, half of which its texts may
   * take.
   */
  private static final long MOST_ANSWER_BYTES = 16 << 20;

  private ReferenceBuilder() {}

  /**
   * Writes the {@link ReferenceSet} of some texts, with answers that belong to today's token ids;
   * those that nobody has computed yet are computed.
   *
   * @param threads intra-op threads to compute missing answers with
   * @throws InvalidInputException if something cannot be written, or these answers are more than a
   *     fork can hold
   */
  public static void build(
      ModelFolder model, Corpus.Selection selection, int threads, PrintStream log) {
    requireRoom(selection.texts().size(), model.width());
    Path file = ReferenceLogits.file(model);
    try (BuildLock lock = BuildLock.acquire(file, log)) {
      DurableFiles.deleteLeftovers(file);
      DurableFiles.deleteLeftovers(ReferenceSet.file(model, selection));
      ReferenceLogits known = complete(model, selection.texts(), threads, log);
      ReferenceSet.of(selection, known)
          .write(ReferenceSet.file(model, selection), model.width(), log);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot write reference answers into %s (%s); make room or make it writable",
              file.getParent(), FileProblem.of(e)),
          e);
    }
  }

  private static void requireRoom(int texts, int width) {
    long most = MOST_ANSWER_BYTES / ((long) width * Float.BYTES);
    if (texts > most) {
      throw new InvalidInputException(
          String.format(
              "texts=%d with answers of %d numbers are more than a fork's memory holds; ask for at"
                  + " most %d",
              texts, width, most));
    }
  }

  private static ReferenceLogits complete(
      ModelFolder model, List<NumberedText> texts, int threads, PrintStream log)
      throws IOException {
    ReferenceLogits known = ReferenceLogits.read(model, texts);
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      if (known.damaged() > 0) {
        log.printf(
            "%s: ignoring %s, damaged or of an earlier version%n",
            known.file(), Quantity.of(known.damaged(), "answer"));
      }
      List<NumberedText> missing =
          texts.stream().filter(text -> !isKnown(text, tokenizer, known)).toList();
      if (!missing.isEmpty()) {
        compute(model, missing, tokenizer, threads, known, log);
      }
      if (!missing.isEmpty() || known.damaged() > 0) {
        known.write();
      }
    }
    return known;
  }

  private static boolean isKnown(
      NumberedText text, TextTokenizer tokenizer, ReferenceLogits known) {
    ReferenceLogits.Answer answer = known.of(text.text());
    return answer != null && answer.isFor(tokenizer.tokenize(text.text()));
  }

  private static void compute(
      ModelFolder model,
      List<NumberedText> missing,
      TextTokenizer tokenizer,
      int threads,
      ReferenceLogits known,
      PrintStream log) {
    Progress progress = new Progress(log, "reference answers", missing.size(), "texts");
    try (SingleTexts answers = SingleTexts.open(model, threads)) {
      for (NumberedText text : missing) {
        float[] answer = answers.answer(text.number(), text.text());
        TokenizedText tokens = tokenizer.tokenize(text.text());
        known.put(ReferenceLogits.Answer.of(text.text(), tokens, answer));
        progress.advance(1);
      }
    }
    progress.finish();
  }
}
