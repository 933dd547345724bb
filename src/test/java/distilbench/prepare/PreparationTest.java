package distilbench.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import distilbench.console.InvalidInputException;
import distilbench.corpus.Corpus;
import distilbench.corpus.NumberedText;
import distilbench.jvm.JavaRuntime;
import distilbench.jvm.Polling;
import distilbench.model.Described;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.ReferenceSet;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong in the preparation's child is told in one line, as bad input is. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class PreparationTest {
  private static final JavaRuntime JAVA = JavaRuntime.ofThisJvm();

  @TempDir Path temp;
  private ModelFolder model;
  private Path corpus;

  @BeforeEach
  void copyModelAndWriteTextsThatNobodyHasClassified() throws IOException {
    model = TinyModel.copyTo(temp.resolve("model"));
    corpus =
        Files.writeString(temp.resolve("corpus.csv"), "description\nunseen fig\nunseen pear\n");
  }

  @Test
  void aCorpusLargerThanMemoryIsPrepared() throws IOException {
    String row = "\"" + "velvet, plum and smoke ".repeat(200) + "\"\n";
    try (Writer rows = Files.newBufferedWriter(corpus)) {
      rows.write("description\n");
      for (int i = 0; i < 10_000; i++) {
        rows.write(row);
      }
    }
    assertThat(Files.size(corpus)).isGreaterThan(40 << 20);

    PreparedInput prepared = prepare(withHeap("20m"));

    assertThat(prepared.corpusSha256()).isEqualTo(Sha256.of(corpus));
    assertThat(
            ReferenceSet.read(
                    ReferenceSet.file(model, request().source().key(prepared.corpusSha256()), 2), 2)
                .texts())
        .extracting(NumberedText::number)
        .containsExactly(1, 5001);
  }

  @Test
  void anInspectionCountsTokensAndComputesNoAnswer() throws IOException {
    Inspection inspection = Preparation.inspect(request());

    assertThat(inspection.folder().modelSha()).isEqualTo(model.modelSha());
    assertThat(inspection.texts()).isEqualTo(2);
    assertThat(inspection.tokens().min()).isGreaterThan(2);
    Path answers = ReferenceSet.file(model, request().source().key(Sha256.of(corpus)), 2);
    assertThat(answers).doesNotExist();

    assertThat(Preparation.run(request(), JAVA).input().tokens()).isEqualTo(inspection.tokens());
    assertThat(answers).exists();
  }

  @Test
  void whatCannotBeInspectedIsToldInTheChildsWords() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                Preparation.inspect(
                    new PreparationRequest(
                        "/nowhere",
                        ModelVariant.AS_PREPARED,
                        corpus.toString(),
                        Corpus.USUAL_COLUMN,
                        2,
                        false)))
        .satisfies(
            failure -> assertThat(failure.getMessage()).contains("/nowhere").hasLineCount(1));
  }

  @Test
  void anotherColumnOfTheSameFileIsAnotherCorpus() throws IOException {
    Files.writeString(corpus, "description,title\nunseen fig,T1\nunseen pear,T2\n");
    Prepared descriptions = Preparation.run(request(), JAVA);
    Prepared titles = Preparation.run(request("title"), JAVA);
    Preparation.tellForks(List.of(descriptions, titles));
    try {
      assertThat(texts(request())).containsExactly("unseen fig", "unseen pear");
      assertThat(texts(request("title"))).containsExactly("T1", "T2");
    } finally {
      forgetWhatForksWereTold();
    }
    assertThat(titles.input().column()).isEqualTo("title");
    assertThat(titles.input().corpusSha256()).isEqualTo(descriptions.input().corpusSha256());
  }

  @Test
  void aForkGetsTheTextsThatWerePreparedWhateverBecomesOfTheFile() throws IOException {
    Prepared prepared = Preparation.run(request(), JAVA);
    Preparation.tellForks(List.of(prepared));
    try {
      Files.writeString(corpus, "description\nanother fig\nanother pear\n");

      assertThat(texts(request())).containsExactly("unseen fig", "unseen pear");
      List<String> options =
          Preparation.forkOptions(
              model.directory().toString(), "ORT", ModelVariant.AS_PREPARED, corpus.toString());
      assertThat(options).hasSize(3);
      assertThat(options.get(0))
          .startsWith("-Ddistilbench.libraries=")
          .satisfies(option -> assertThat(Path.of(option.split("=")[1])).isDirectory());
      assertThat(options.get(1))
          .startsWith("-Ddistilbench.prepared.")
          .endsWith("=" + prepared.input().corpusSha256());
      assertThat(Preparation.forkOptions("another", "ORT", ModelVariant.AS_PREPARED, "another"))
          .containsExactly(options.get(0));
      assertThat(Preparation.forkOptions(null, "ORT", ModelVariant.AS_PREPARED, null))
          .containsExactly(options.get(0));
    } finally {
      forgetWhatForksWereTold();
    }

    assertThat(texts(request())).containsExactly("another fig", "another pear");
  }

  private static List<String> texts(PreparationRequest request) {
    return ReferenceSet.read(Preparation.files(request).referenceSet(), 2).texts().stream()
        .map(NumberedText::text)
        .toList();
  }

  private static void forgetWhatForksWereTold() {
    System.getProperties()
        .keySet()
        .removeIf(name -> name.toString().startsWith("distilbench.prepared."));
  }

  @Test
  void aCorpusThatChangesBetweenTwoPreparationsIsRefused() throws IOException {
    Prepared earlier = Preparation.run(request(), JAVA);
    Files.writeString(corpus, "description\nanother fig\nanother pear\n");
    Prepared later = Preparation.run(request(), JAVA);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Preparation.tellForks(List.of(earlier, later)))
        .withMessage(corpus + " changed while the run was prepared; run again when it is whole");
  }

  @Test
  void whatOthersPrintToItsOutputDoesNoHarm() {
    assertThatCode(
            () -> prepare("exec " + JAVA.executable() + " -XX:+PrintCommandLineFlags \"$@\""))
        .doesNotThrowAnyException();
  }

  @Test
  void weightsThatCannotBePackedAreNotPacked() throws IOException {
    ModelFolder unpacked =
        TinyModel.importTo(
            temp.resolve("unpacked"),
            tiny -> Described.as(tiny).unsuited(Map.of(Weights.PREPACKED, "has an If")).build());
    PreparationRequest request =
        new PreparationRequest(
            unpacked.directory().toString(),
            ModelVariant.AS_PREPARED,
            corpus.toString(),
            "description",
            2,
            true);

    Prepared prepared = Preparation.run(request, JAVA);

    assertThat(prepared.model().directory()).isEqualTo(unpacked.directory());
    try (Stream<Path> files = Files.list(unpacked.directory())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("prepacked"));
    }
  }

  @Test
  void whatIsExpectedOfTheModelIsCheckedBeforeItsReferenceIsMade() throws IOException {
    Path expected =
        Files.writeString(
            model.directory().resolve("expected.json"),
            "[{\"text\": \"fig\", \"label\": \"POSITIVE\"},"
                + " {\"text\": \"fig\", \"label\": \"NEGATIVE\"}]");

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Preparation.run(request(), JAVA))
        .withMessageContaining(" answers 1 of 2 texts otherwise than " + expected + " says");

    try (Stream<Path> files = Files.list(model.directory())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith("-2.ndjson"));
    }
  }

  @Test
  void aJvmThatRefusesAFlagIsQuoted() {
    assertFails(
        "exec " + JAVA.executable() + " -XX:NoSuchFlag=1 \"$@\"",
        "the preparation ended with exit code 1, it said: ",
        "NoSuchFlag");
  }

  @Test
  void aChildThatIsKilledIsReportedWithItsSignal() {
    assertFails("kill -9 $$", "the preparation was killed by signal 9", "free memory");
  }

  @Test
  void aChildThatHangsIsNamedAndEnded() throws IOException {
    JavaRuntime stopped = runtime(script("kill -STOP $$").toString());

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Preparation.run(request(), stopped, Duration.ofSeconds(1)))
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .matches(
                        "the preparation gave no sign of life for 1 s"
                            + " \\(pid \\d+, stopped by a signal\\); nothing was measured: .*"));

    Polling.until(
        () ->
            ProcessHandle.current()
                .children()
                .noneMatch(
                    child -> child.info().commandLine().orElse("").contains(temp.toString())));
  }

  @Test
  void aJvmThatCannotBeStartedIsNamed() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Preparation.run(request(), runtime("/nowhere/bin/java")))
        .withMessageContaining("the preparation cannot be started")
        .withMessageContaining("/nowhere/bin/java")
        .matches(failure -> failure.getMessage().lines().count() == 1);
  }

  @Test
  void tooLittleMemoryIsToldInTheChildsWords() {
    assertFails(withHeap("5m"), "the preparation ran out of memory", "ask for fewer texts");
  }

  @Test
  void aLibraryThatCannotBeLoadedIsNamed() throws IOException {
    Path libraries = Files.createDirectory(temp.resolve("libraries"));
    for (String library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
      Files.writeString(libraries.resolve(System.mapLibraryName(library)), "no library");
    }

    assertFails(
        "exec " + JAVA.executable() + " -Donnxruntime.native.path=" + libraries + " \"$@\"",
        "cannot load ONNX Runtime (" + libraries,
        "see that this machine can run it");
  }

  @Test
  void whatTheUserGaveAndCannotBeUsedIsToldInTheChildsWords() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                Preparation.run(
                    new PreparationRequest(
                        model.directory().toString(),
                        ModelVariant.AS_PREPARED,
                        "/nowhere.csv",
                        "description",
                        4,
                        false),
                    JAVA))
        .withMessage("there is no corpus file /nowhere.csv");
  }

  private void assertFails(String script, String... parts) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> prepare(script))
        .satisfies(failure -> assertThat(failure.getMessage()).contains(parts).hasLineCount(1));
  }

  /** Has the child started by a script that stands in for {@code java}. */
  private PreparedInput prepare(String script) throws IOException {
    return Preparation.run(request(), runtime(script(script).toString())).input();
  }

  private Path script(String script) throws IOException {
    Path java = Files.writeString(temp.resolve("java"), "#!/bin/sh\n" + script + "\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return java;
  }

  private PreparationRequest request() {
    return request("description");
  }

  private PreparationRequest request(String column) {
    return new PreparationRequest(
        model.directory().toString(),
        ModelVariant.AS_PREPARED,
        corpus.toString(),
        column,
        2,
        false);
  }

  /** Its heap is what the test wants instead of its own. */
  private static String withHeap(String heap) {
    return "for argument; do shift; test \"$argument\" = -Xmx128m && argument=-Xmx"
        + heap
        + "; set -- \"$@\" \"$argument\"; done; exec "
        + JAVA.executable()
        + " \"$@\"";
  }

  private static JavaRuntime runtime(String executable) {
    return new JavaRuntime(executable, JAVA.feature(), JAVA.vendor(), JAVA.name(), JAVA.version());
  }
}
