package distilbench.model;

import java.util.List;
import java.util.Map;

/** What a model says of itself, with something changed. */
public final class Described {
  private Task task;
  private List<String> labels;
  private ModelSignature signature;
  private boolean quantized;
  private Operations operations;
  private Map<Weights, String> unsuited;
  private final ModelDescription as;

  private Described(ModelDescription as) {
    this.as = as;
    this.task = as.task();
    this.labels = as.labels();
    this.signature = as.signature();
    this.quantized = as.quantized();
    this.operations = as.operations();
    this.unsuited = as.unsuited();
  }

  public static Described as(ModelDescription model) {
    return new Described(model);
  }

  public Described task(Task other, String... names) {
    task = other;
    labels = List.of(names);
    return this;
  }

  public Described output(String name, Pooling pooling, boolean normalized, int width) {
    signature = new ModelSignature(signature.inputs(), name, pooling, normalized, width);
    return this;
  }

  public Described quantized(boolean yes) {
    quantized = yes;
    return this;
  }

  public Described operations(Operations other) {
    operations = other;
    return this;
  }

  public Described unsuited(Map<Weights, String> reasons) {
    unsuited = reasons;
    return this;
  }

  public ModelDescription build() {
    return new ModelDescription(
        as.family(),
        task,
        labels,
        signature,
        as.texts(),
        quantized,
        operations,
        as.matrixBytes(),
        unsuited);
  }
}
