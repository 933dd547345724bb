package distilbench.model.graph;

import java.io.IOException;

/** Takes the values of a tensor, one after the other. */
@FunctionalInterface
public interface FloatSink {
  void put(float value) throws IOException;
}
