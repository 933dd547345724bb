package distilbench.inference;

import distilbench.model.ModelSignature;
import distilbench.model.Pooling;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes what a forward pass has computed apart into one answer per text. */
final class PassOutput {
  private final ModelSignature signature;

  PassOutput(ModelSignature signature) {
    this.signature = signature;
  }

  /**
   * The answers.
   *
   * @param values the output, row by row
   * @param starts the column of each text's first token
   * @param lengths tokens of each text
   * @param width columns
   */
  List<float[]> answers(FloatBuffer values, int[] starts, int[] lengths, int width) {
    int rows = signature.pooling() == Pooling.NONE ? 1 : width;
    int size = signature.width();
    if (values.remaining() != starts.length * rows * size) {
      throw new InferenceException(
          String.format(
              "the output %s has %d numbers for %d texts of up to %d tokens; %d were expected",
              signature.output(),
              values.remaining(),
              starts.length,
              width,
              starts.length * rows * size));
    }
    List<float[]> answers = new ArrayList<>(starts.length);
    for (int text = 0; text < starts.length; text++) {
      float[] answer = new float[size];
      int first = text * rows * size;
      pool(values, first + (rows == 1 ? 0 : starts[text] * size), lengths[text], answer);
      if (signature.normalized()) {
        normalize(answer);
      }
      answers.add(answer);
    }
    return answers;
  }

  private void pool(FloatBuffer values, int from, int tokens, float[] answer) {
    values.get(from, answer);
    switch (signature.pooling()) {
      case NONE, CLS -> {}
      case MEAN -> {
        for (int i = 0; i < answer.length; i++) {
          double sum = 0;
          for (int token = 0; token < tokens; token++) {
            sum += values.get(from + token * answer.length + i);
          }
          answer[i] = (float) (sum / tokens);
        }
      }
      case MAX -> {
        for (int i = 0; i < answer.length; i++) {
          for (int token = 1; token < tokens; token++) {
            answer[i] = Math.max(answer[i], values.get(from + token * answer.length + i));
          }
        }
      }
    }
  }

  private static void normalize(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    // As PyTorch's normalize does, so that a vector of zeros stays one.
    double norm = Math.max(Math.sqrt(squares), 1e-12);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / norm);
    }
  }
}
