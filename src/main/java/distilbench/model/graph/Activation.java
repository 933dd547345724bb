package distilbench.model.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a feed-forward network applies between its two products.
 *
 * <p>GELU is x P(X <= x) of a normal X, exact by the error function or approximated by a hyperbolic
 * tangent (Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2).
 */
public enum Activation {
  /** x/2 (1 + erf(x / sqrt 2)). */
  GELU("gelu", "gelu_python"),

  /** x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). */
  GELU_TANH("gelu_new", "gelu_pytorch_tanh", "gelu_fast"),

  /** The larger of x and 0. */
  RELU("relu");

  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /** The one that transformers means by a name. */
  public static Optional<Activation> named(String name) {
    return Arrays.stream(values()).filter(value -> value.names.contains(name)).findFirst();
  }

  /** A name that transformers knows it by. */
  public String configName() {
    return names.get(0);
  }
}
