package distilbench.model.graph;

import distilbench.model.graph.Tensor.Kind;
import java.util.ArrayList;
import java.util.List;

/** Lists the tensors of an architecture: embeddings, layers, classifier. */
final class TensorList {
  private final Architecture architecture;
  private final int hidden;
  private final List<Tensor> tensors = new ArrayList<>();

  private TensorList(Architecture architecture) {
    this.architecture = architecture;
    this.hidden = architecture.geometry().hidden();
  }

  static List<Tensor> of(Architecture architecture) {
    TensorList list = new TensorList(architecture);
    list.addEmbeddings(architecture.prefix() + "embeddings.");
    for (int layer = 0; layer < architecture.geometry().layers(); layer++) {
      list.addLayer(architecture.layerPrefix(layer));
    }
    if (architecture.isClassifier()) {
      Family.HeadNames head = architecture.family().head();
      list.addLinear(head.dense(), list.hidden, list.hidden);
      list.addLinear(head.output(), list.hidden, architecture.labels());
    }
    return List.copyOf(list.tensors);
  }

  private void addEmbeddings(String prefix) {
    addTable(prefix + "word_embeddings", architecture.geometry().vocabulary());
    addTable(prefix + "position_embeddings", architecture.geometry().positions());
    if (architecture.family().hasTokenTypes()) {
      addTable(prefix + "token_type_embeddings", architecture.tokenTypes());
    }
    addNorm(prefix + "LayerNorm");
  }

  private void addLayer(String prefix) {
    Family.BlockNames names = architecture.family().block();
    int ffn = architecture.geometry().ffn();
    addLinear(prefix + names.query(), hidden, hidden);
    addLinear(prefix + names.key(), hidden, hidden);
    addLinear(prefix + names.value(), hidden, hidden);
    addLinear(prefix + names.projection(), hidden, hidden);
    addNorm(prefix + names.attentionNorm());
    addLinear(prefix + names.inner(), hidden, ffn);
    addLinear(prefix + names.outer(), ffn, hidden);
    addNorm(prefix + names.outputNorm());
  }

  private void addTable(String name, int rows) {
    add(name + ".weight", Kind.TABLE, rows, hidden);
  }

  private void addLinear(String name, int in, int out) {
    add(name + ".weight", Kind.MATRIX, in, out);
    add(name + ".bias", Kind.BIAS, out);
  }

  private void addNorm(String name) {
    add(name + ".weight", Kind.GAIN, hidden);
    add(name + ".bias", Kind.BIAS, hidden);
  }

  private void add(String name, Kind kind, Integer... shape) {
    tensors.add(new Tensor(name, kind, List.of(shape)));
  }
}
