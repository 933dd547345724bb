package distilbench.engine;

import distilbench.model.ModelFolder;
import java.nio.file.Path;

/** In which form an engine reads a model. */
public enum ModelForm {
  /** A folder as transformers writes it. */
  HUGGING_FACE("model.safetensors"),

  /** A folder with an ONNX graph and its weights beside it. */
  ONNX(ModelFolder.WEIGHTS);

  private final String weights;

  ModelForm(String weights) {
    this.weights = weights;
  }

  /** The file with a model's weights, which processes may map. */
  Path weights(Path model) {
    return model.resolve(weights);
  }
}
