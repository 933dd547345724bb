package distilbench.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.importing.Imported;
import distilbench.model.Geometry;
import distilbench.model.GraphSummary;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSignature;
import distilbench.model.ModelSignature.Content;
import distilbench.model.ModelSignature.Input;
import distilbench.model.ModelVariant;
import distilbench.model.Operations;
import distilbench.model.Pooling;
import distilbench.model.Task;
import distilbench.model.TextLimits;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.prepare.Inspection;
import distilbench.prepare.PreparationRequest;
import distilbench.prepare.TokenCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectedModelTest {
  private static final TokenCounts TOKENS = new TokenCounts(11, 37, 58, 59.25, 84, 116, 59_250, 2);

  @Test
  void aClassifierIsToldInWords() {
    ModelFolder folder = TinyModel.folder();

    List<String> rows = classifier().table().lines().filter(line -> !line.startsWith(" ")).toList();

    assertThat(rows.get(13)).startsWith("operators         Add ").endsWith(",");
    assertThat(rows.stream().filter(row -> !row.startsWith("operators")))
        .containsExactly(
            "model             tiny",
            "measured          " + folder.directory(),
            "origin            synthetic: seeded random weights, not trained",
            "family            distilbert",
            "task              classification into 2 labels, NEGATIVE, POSITIVE",
            "geometry          2 layers, hidden 32, 4 heads, feed-forward 64, vocabulary 30522, 512"
                + " positions",
            String.format(Locale.ROOT, "parameters        %,d", folder.summary().parameters()),
            String.format(Locale.ROOT, "size              %.1f MiB", folder.bytes() / 1048576.0),
            "inputs            input_ids int64, attention_mask int64",
            "output            logits [text, 2]",
            "tokens            at most 512 per text, padded on the right with 0",
            "texts             1000 texts of builtin, tokens min 11, median 58, mean 59.3, p95 84,"
                + " max 116, 2 cut",
            "work              0.00284 GFLOP per text of 59.3 tokens",
            "SHARED_MAPPED     at least 0.1 MiB less for each further worker",
            "SHARED_PREPACKED  at least 0.1 MiB less for each further worker",
            "graph=CLS_ONLY    not possible: it reads all tokens");
  }

  @Test
  void whatWasWiredHereHasAGeometry(@TempDir Path temp) throws IOException {
    Path python = Path.of("src/test/resources/distilbench/importing/python/roberta-sentences");
    ModelFolder imported = Imported.of(python, temp.resolve("imported"));

    InspectedModel model =
        InspectedModel.of(
            new PreparationRequest(
                "m", ModelVariant.AS_PREPARED, "builtin", "description", 1000, false),
            new Inspection(
                imported.directory().toString(), 1000, TOKENS, Map.of("graph=CLS_ONLY", "")));

    assertThat(model.geometry()).isEqualTo(new Geometry(1, 32, 2, 58, 900, 46));
    assertThat(model.table())
        .contains("\nfamily            roberta\n", "\ngraph=CLS_ONLY    possible\n");
  }

  @Test
  void whatIsNotKnownIsNotMadeUp() throws IOException {
    InspectedModel model = embedding(List.of());

    assertThat(model.table())
        .contains(
            "\nfamily            onnx, quantized\n",
            "\ntask              embedding of 384 dimensions\n",
            "\ngeometry          not known\n",
            "\ninputs            input_ids int32, token_type_ids int64\n",
            "\noutput            last_hidden_state [text, token, 384], pooled: mean over tokens,"
                + " divided by its norm\n",
            "\ntokens            at most 256 per text, padded on the left with 1\n",
            "\nwork              not known\n",
            "\nSHARED_MAPPED     at least 10.0 MiB less for each further worker\n",
            "\nSHARED_PREPACKED  not possible: it branches\n",
            "\ngraph=CLS_ONLY    not possible: it reads all tokens\n");
    JsonNode json = new ObjectMapper().readTree(model.json());
    assertThat(json.path("gflopPerText").isNull()).isTrue();
    assertThat(json.path("geometry").isNull()).isTrue();
    assertThat(json.at("/description/unsuited/PREPACKED").asText()).isEqualTo("it branches");
  }

  @Test
  void longListsAreShortenedAndLinesStayNarrow() {
    InspectedModel model =
        embedding(IntStream.range(0, 40).mapToObj(i -> "LABEL_OF_A_LONG_NAME_" + i).toList());

    assertThat(model.table())
        .contains("classification into 40 labels, LABEL_OF_A_LONG_NAME_0,")
        .contains("LABEL_OF_A_LONG_NAME_7, 32 more\n")
        .contains("Operator40 40")
        .doesNotContain("LABEL_OF_A_LONG_NAME_8");
    assertThat(model.table().lines()).allMatch(line -> line.length() <= 120);
  }

  @Test
  void whatComesFromAFileCommandsNoTerminal() {
    InspectedModel model = embedding(List.of("good\u001b[2J", "bad\nsize 0"));

    assertThat(model.table()).contains("good\\u001b[2J, bad\\u000asize 0\n");
    assertThat(model.json()).contains("good\\u001B[2J").doesNotContain("\u001b");
  }

  @Test
  void jsonHasTheSame() throws IOException {
    JsonNode json = new ObjectMapper().readTree(classifier().json());

    assertThat(json.at("/description/labels/1").asText()).isEqualTo("POSITIVE");
    assertThat(json.at("/geometry/hidden").asInt()).isEqualTo(Geometry.TINY.hidden());
    assertThat(json.at("/graph/parameters").asLong())
        .isEqualTo(TinyModel.folder().summary().parameters());
    assertThat(json.at("/tokens/mean").asDouble()).isEqualTo(59.25);
    assertThat(json.at("/gflopPerText").asDouble())
        .isEqualTo(TinyModel.folder().description().operations().flop(1, 59.25) / 1e9);
  }

  private static InspectedModel classifier() {
    return InspectedModel.of(
        new PreparationRequest(
            "tiny", ModelVariant.AS_PREPARED, "builtin", "description", 1000, false),
        new Inspection(
            TinyModel.folder().directory().toString(),
            1000,
            TOKENS,
            Map.of("graph=CLS_ONLY", "it reads all tokens")));
  }

  private static InspectedModel embedding(List<String> labels) {
    Map<String, Long> operators = new TreeMap<>();
    IntStream.rangeClosed(1, 40).forEach(i -> operators.put("Operator" + i, (long) i));
    ModelDescription description =
        new ModelDescription(
            "onnx",
            labels.isEmpty() ? Task.EMBEDDING : Task.CLASSIFICATION,
            labels,
            new ModelSignature(
                List.of(
                    new Input("input_ids", Content.TOKEN_IDS, true),
                    new Input("token_type_ids", Content.TOKEN_TYPES, false)),
                "last_hidden_state",
                Pooling.MEAN,
                true,
                384),
            new TextLimits(256, 1, true),
            true,
            Operations.UNKNOWN,
            10 << 20,
            Map.of(Weights.PREPACKED, "it branches"));
    return new InspectedModel(
        "m",
        "models/imported/m",
        "somebody's",
        description,
        null,
        11 << 20,
        new GraphSummary(22_000_000, operators),
        "builtin",
        250,
        TOKENS,
        null,
        Map.of("graph=CLS_ONLY", "it reads all tokens"));
  }
}
