package distilbench.reference;

import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import java.nio.file.Path;
import java.util.List;

/** Texts of mixed lengths with the tiny model's answers to them, computed once per JVM. */
public final class AnsweredTexts {
  private static final int COUNT = 24;
  private static final Corpus.Selection SELECTION = Corpus.of(Corpus.BUILT_IN).spread(COUNT);
  private static final List<NumberedText> TEXTS = SELECTION.texts();
  private static final Path FILE = answer();
  private static final ReferenceSet REFERENCE = ReferenceSet.read(FILE, TinyModel.folder().width());

  private AnsweredTexts() {}

  /** The texts with their numbers. */
  public static List<NumberedText> numbered() {
    return TEXTS;
  }

  /** The texts alone. */
  public static List<String> texts() {
    return TEXTS.stream().map(NumberedText::text).toList();
  }

  /** The texts with their answers. */
  public static ReferenceSet reference() {
    return REFERENCE;
  }

  /** Where they lie, in the tiny model's folder. */
  public static Path file() {
    return FILE;
  }

  /** Checks answers to any of the texts. */
  public static AnswerCheck check() {
    return new AnswerCheck(REFERENCE, TinyModel.folder().description());
  }

  private static Path answer() {
    ModelFolder model = TinyModel.folder();
    ReferenceBuilder.build(model, SELECTION, 1, TinyModel.NOWHERE);
    return ReferenceSet.file(model, SELECTION);
  }
}
