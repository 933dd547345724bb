package distilbench.model.graph;

import distilbench.model.Geometry;
import java.util.ArrayList;
import java.util.List;

/** Of every family, with a classifier and without, and with every activation. */
final class Architectures {
  /** Sizes of which no two are alike. */
  private static final Geometry ODD = new Geometry(3, 24, 4, 40, 50, 64);

  private Architectures() {}

  static List<Architecture> all() {
    List<Architecture> all = new ArrayList<>();
    for (Family family : Family.values()) {
      for (Activation activation : Activation.values()) {
        all.add(of(family, activation, 5));
        all.add(of(family, activation, 0));
      }
    }
    return all;
  }

  private static Architecture of(Family family, Activation activation, int labels) {
    int tokenTypes = family.hasTokenTypes() ? 2 : 0;
    return new Architecture(family, ODD, tokenTypes, activation, 1e-5f, 3, labels);
  }
}
