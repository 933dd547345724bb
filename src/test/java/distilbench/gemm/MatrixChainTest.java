package distilbench.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import distilbench.model.Geometry;
import distilbench.model.Precision;
import distilbench.model.graph.Architecture;
import distilbench.model.graph.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chain knows its arithmetic and has the model's own matrices. */
class MatrixChainTest {

  @Test
  void aProductTakesTwoOperationsForEachRowAndWeight() {
    assertThat(new MatrixShape(768, 3072).flop(59)).isEqualTo(2L * 59 * 768 * 3072);
  }

  @Test
  void largeProductsDoNotOverflow() {
    assertThat(new MatrixShape(3072, 768).flop(1888)).isEqualTo(8_908_701_696L);
  }

  @Test
  void aChainTakesTheOperationsOfItsParts() {
    List<MatrixShape> shapes = List.of(new MatrixShape(4, 5), new MatrixShape(5, 2));

    for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
      MatrixChain chain = MatrixChain.of(shapes, precision);
      assertThat(chain.flop(3)).isEqualTo(2 * 3 * (4 * 5 + 5 * 2));
      assertThat(chain.shapes()).isEqualTo(shapes);
    }
  }

  @Test
  void matricesThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MatrixChain.of(
                    List.of(new MatrixShape(4, 5), new MatrixShape(4, 2)), Precision.FP32))
        .withMessageContaining("[4x5, 4x2]");
  }

  @Test
  void aLayersMatricesAreThoseOfTheModel() {
    List<MatrixShape> stored =
        Architecture.ofDistilBert(Geometry.DISTILBERT_BASE).tensors().stream()
            .filter(tensor -> tensor.name().startsWith("distilbert.transformer.layer.0."))
            .map(Tensor::shape)
            .filter(shape -> shape.size() == 2)
            .map(shape -> new MatrixShape(shape.get(0), shape.get(1)))
            .toList();

    assertThat(MatrixChain.ofLayer(Geometry.DISTILBERT_BASE, Precision.FP32).shapes())
        .isEqualTo(stored)
        .hasSize(6);
  }
}
