package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import distilbench.console.InvalidInputException;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RFC 4180 allows in a file with the column is read as it says; the rest is refused. */
class CsvCorpusTest {
  @TempDir Path temp;

  @Test
  void readsTheDescriptionsAndNumbersTheRecords() throws IOException {
    Corpus.Selection corpus = read(2, "points,description\n87,Plum.\n90,Cherry.\n");

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(1, "Plum."), new NumberedText(2, "Cherry."));
    assertThat(corpus.withoutText()).isZero();
  }

  @Test
  void columnsMayStandInAnyOrderAndOneMayHaveNoName() throws IOException {
    assertThat(read(1, ",description,points\n0,Plum.,87\n").texts())
        .containsExactly(new NumberedText(1, "Plum."));
    assertThat(read(1, "description\nPlum.\n").texts())
        .containsExactly(new NumberedText(1, "Plum."));
  }

  @Test
  void aQuotedTextKeepsItsLineBreaksCommasAndQuotes() throws IOException {
    Corpus.Selection corpus =
        read(2, "description,points\n\"Plum,\r\nsaid \"\"Ann\"\".\n\",87\nPear.,90\n");

    assertThat(corpus.texts())
        .containsExactly(
            new NumberedText(1, "Plum,\r\nsaid \"Ann\".\n"), new NumberedText(2, "Pear."));
  }

  @Test
  void linesMayEndAsOnWindows() throws IOException {
    assertThat(read(2, "description,points\r\nPlum.,87\r\nPear.,90\r\n").texts())
        .containsExactly(new NumberedText(1, "Plum."), new NumberedText(2, "Pear."));
  }

  @Test
  void theLastLineNeedsNoEnd() throws IOException {
    assertThat(read(1, "description\nPlum.").texts()).containsExactly(new NumberedText(1, "Plum."));
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheFirstColumnsName() throws IOException {
    assertThat(read(1, "\uFEFFdescription,points\nPlum.,87\n").texts())
        .containsExactly(new NumberedText(1, "Plum."));
  }

  @Test
  void textsAreReadAsUtf8() throws IOException {
    assertThat(read(1, "description\n“Crème” 🍷\n").texts())
        .containsExactly(new NumberedText(1, "“Crème” 🍷"));
  }

  @Test
  void recordsWithoutADescriptionAreLeftOutCountedAndKeepTheirNumbers() throws IOException {
    Corpus.Selection corpus =
        read(2, "points,description\n87,Plum.\n88,\n89,\"\"\n90,\"  \n\"\n91\n92,Cherry.\n");

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(1, "Plum."), new NumberedText(6, "Cherry."));
    assertThat(corpus.withoutText()).isEqualTo(4);
  }

  @Test
  void blankLinesAreNoRecords() throws IOException {
    Corpus.Selection corpus = read(2, "description\nPlum.\n\n\nPear.\n\n");

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(1, "Plum."), new NumberedText(2, "Pear."));
    assertThat(corpus.withoutText()).isZero();
  }

  @Test
  void recordsMayBeShorterOrLongerThanTheHeader() throws IOException {
    Corpus.Selection corpus =
        read(2, "points,description,country\n87,Plum.\n88,Pear.,US,and more\n");

    assertThat(corpus.texts())
        .containsExactly(new NumberedText(1, "Plum."), new NumberedText(2, "Pear."));
  }

  @Test
  void aFileWithNothingButAHeaderIsAnEmptyCorpus() throws IOException {
    assertThatThrownBy(() -> read(1, "description,points\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(temp.resolve("corpus.csv") + " has no record with a text; give another file");
  }

  @Test
  void aFileWithoutTheColumnIsRefusedNamingItsColumns() throws IOException {
    assertRefused(write("points,Description\n87,Plum.\n"))
        .hasMessage(
            "cannot read %s as CSV: it has no column 'description'; its columns are 'points',"
                + " 'Description'; name one with -p column=NAME",
            temp.resolve("corpus.csv"));
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    assertRefused(write(""))
        .hasMessageEndingWith(" is empty; give a file with a column 'description'");
  }

  @Test
  void aTextThatIsNotUtf8IsRefused() throws IOException {
    Path latin = temp.resolve("latin.csv");
    Files.write(latin, "description\nCrème\n".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(latin)
        .hasMessage(
            "cannot read %s as CSV: line 2 is not UTF-8 text (byte 0xe8); convert the file to"
                + " UTF-8",
            latin);
  }

  @Test
  void aLongOrBrokenHeaderStillFitsIntoOneLine() throws IOException {
    assertRefused(write("\"two\nlines\"," + "x".repeat(100_000) + "\n1,2\n"))
        .hasMessageContaining("its columns are 'two\\u000alines', 'xxx")
        .extracting(refusal -> refusal.getMessage().length(), INTEGER)
        .isLessThan(600);
  }

  @Test
  void aBinaryFileIsRefused() throws IOException {
    Path binary = temp.resolve("binary.csv");
    byte[] content = new byte[4096];
    new Random(1).nextBytes(content);
    Files.write(binary, content);

    assertRefused(binary);
  }

  @Test
  void anUnclosedQuoteIsRefused() throws IOException {
    assertRefused(write("description\n\"Plum.\n"))
        .hasMessageContaining("as CSV: ")
        .hasMessageContaining("startline 2")
        .hasMessageEndingWith("; mend it or give another file");
  }

  @Test
  void aQuoteThatIsNotClosedIsFoundBeforeMemoryIsFull() throws IOException {
    Path unclosed = write("description\nPear.\n\"Plum.\n" + "Plum.\n".repeat(2_000_000));

    assertRefused(unclosed)
        .hasMessageContaining("record 2 has more than 8388608 characters")
        .hasMessageContaining("a quote in it were not closed");
  }

  @Test
  void theColumnIsTheOneThatIsNamed() throws IOException {
    Path file = write("body,description\nFig.,Plum.\n,Cherry.\n");

    Corpus.Selection corpus = Corpus.of(file.toString(), "body").spread(1);

    assertThat(corpus.texts()).containsExactly(new NumberedText(1, "Fig."));
    assertThat(corpus.withoutText()).isEqualTo(1);
  }

  @Test
  void theDigestIsTheFiles() throws IOException {
    Path file = write("\uFEFFdescription\nPlum.\n\n");

    assertThat(Corpus.of(file.toString()).sha256()).isEqualTo(Sha256.of(file));
    assertThat(Corpus.of(file.toString()).spread(1).corpusSha256()).isEqualTo(Sha256.of(file));
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertRefused(temp.resolve("nowhere.csv")).hasMessageContaining("there is no corpus file");
    assertRefused(temp).hasMessageContaining("is no regular file; give a file with texts");
  }

  private Corpus.Selection read(int texts, String content) throws IOException {
    return Corpus.of(write(content).toString()).spread(texts);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(temp.resolve("corpus.csv"), content);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path file) {
    return assertThatThrownBy(() -> Corpus.of(file.toString()).spread(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
  }
}
