package distilbench.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import distilbench.corpus.Corpus;
import distilbench.corpus.Order;
import distilbench.inference.BatchLimits;
import distilbench.model.Graph;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.model.TinyModel;
import distilbench.prepare.Preparation;
import distilbench.prepare.PreparationRequest;
import distilbench.prepare.Prepared;
import distilbench.prepare.PreparedInput;
import distilbench.reference.ReferenceBuilder;
import distilbench.section.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work in a call is that of the tokens that the model sees. */
class WorkloadTest {
  @TempDir private Path folder;

  @Test
  void textsThatAreCutAreCounted() throws IOException {
    ModelFolder model = TinyModel.copyTo(folder.resolve("tiny"));
    Path corpus = folder.resolve("own.csv");
    Files.writeString(corpus, "description\nplum\n" + "plum ".repeat(600) + "\nplum plum\n");
    prepare(model, corpus);

    Workload workload =
        Workload.load(
            new WorkloadSettings(
                new PreparationRequest(
                    model.directory().toString(),
                    ModelVariant.AS_PREPARED,
                    corpus.toString(),
                    "description",
                    3,
                    false),
                Order.FILE,
                8));

    assertThat(workload.calls(1))
        .extracting(call -> workload.work(call, BatchLimits.ofTexts(1)))
        .extracting(Work::texts, Work::truncated, Work::tokens)
        .containsExactly(tuple(1, 0, 3L), tuple(1, 1, 512L), tuple(1, 0, 4L));
  }

  /** What a launcher does before it starts a fork, in this process. */
  private static void prepare(ModelFolder model, Path corpus) {
    Corpus.Selection chosen = Corpus.of(corpus.toString()).spread(3);
    ReferenceBuilder.build(model, chosen, 1, TinyModel.NOWHERE);
    PreparedInput input =
        new PreparedInput(
            model.directory().toString(),
            Graph.STANDARD,
            Precision.FP32,
            model.description().family(),
            model.description().task(),
            2,
            model.modelSha(),
            model.tokenizerSha(),
            corpus.toString(),
            "description",
            chosen.corpusSha256(),
            3,
            null,
            "ORT",
            List.of());
    Preparation.tellForks(List.of(new Prepared(model, model, Optional.empty(), input)));
  }
}
