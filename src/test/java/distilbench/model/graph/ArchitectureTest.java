package distilbench.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.model.Geometry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tensors are those of {@code DistilBertForSequenceClassification}. */
class ArchitectureTest {

  @Test
  void distilbertBaseHasThePublishedNumberOfParameters() {
    List<Tensor> tensors = Architecture.ofDistilBert(Geometry.DISTILBERT_BASE).tensors();

    assertThat(tensors).hasSize(104);
    assertThat(tensors.stream().mapToLong(Tensor::elements).sum()).isEqualTo(66_955_010);
  }

  @Test
  void everyLayerHasTheTensorsOfThePyTorchStateDict() {
    for (int layer = 0; layer < Geometry.TINY.layers(); layer++) {
      String prefix = "distilbert.transformer.layer." + layer + ".";

      List<String> names =
          Architecture.ofDistilBert(Geometry.TINY).tensors().stream()
              .map(Tensor::name)
              .filter(name -> name.startsWith(prefix))
              .map(name -> name.substring(prefix.length()))
              .toList();

      assertThat(names)
          .containsExactly(
              "attention.q_lin.weight",
              "attention.q_lin.bias",
              "attention.k_lin.weight",
              "attention.k_lin.bias",
              "attention.v_lin.weight",
              "attention.v_lin.bias",
              "attention.out_lin.weight",
              "attention.out_lin.bias",
              "sa_layer_norm.weight",
              "sa_layer_norm.bias",
              "ffn.lin1.weight",
              "ffn.lin1.bias",
              "ffn.lin2.weight",
              "ffn.lin2.bias",
              "output_layer_norm.weight",
              "output_layer_norm.bias");
    }
  }

  @Test
  void embeddingsAndHeadSurroundTheLayers() {
    List<String> names =
        Architecture.ofDistilBert(Geometry.TINY).tensors().stream().map(Tensor::name).toList();

    assertThat(names)
        .startsWith(
            "distilbert.embeddings.word_embeddings.weight",
            "distilbert.embeddings.position_embeddings.weight",
            "distilbert.embeddings.LayerNorm.weight",
            "distilbert.embeddings.LayerNorm.bias")
        .endsWith(
            "pre_classifier.weight", "pre_classifier.bias", "classifier.weight", "classifier.bias");
  }

  @Test
  void matricesAreStoredInputByOutput() {
    Tensor inner =
        Architecture.ofDistilBert(Geometry.TINY).tensors().stream()
            .filter(tensor -> tensor.name().endsWith("layer.0.ffn.lin1.weight"))
            .findFirst()
            .orElseThrow();

    assertThat(inner.shape()).containsExactly(Geometry.TINY.hidden(), Geometry.TINY.ffn());
  }
}
