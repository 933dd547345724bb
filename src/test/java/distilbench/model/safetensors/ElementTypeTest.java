package distilbench.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number of 16 bits is widened to the one that it means. */
class ElementTypeTest {
  private final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** IEEE 754: (-1)^s 2^(e-15) (1 + f/1024), and (-1)^s 2^-14 f/1024 where e is 0. */
  @Test
  void halvesAreWhatTheStandardSays() {
    for (int half = 0; half <= 0xffff; half++) {
      int exponent = half >> 10 & 31;
      double fraction = (half & 1023) / 1024.0;
      double magnitude =
          exponent == 0 ? Math.scalb(fraction, -14) : Math.scalb(1 + fraction, exponent - 15);
      if (exponent == 31) {
        magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      float expected = (float) ((half & 0x8000) == 0 ? magnitude : -magnitude);
      bytes.putShort(0, (short) half);

      float found = ElementType.F16.get(bytes, 0);

      if (Float.compare(found, expected) != 0) {
        assertThat(found).as(Integer.toHexString(half)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3f80, 1", "c0a0, -5", "3e20, 0.15625", "0080, 1.1754944e-38"})
  void brainHalvesAreTheUpperHalfOfAFloat(String bits, float expected) {
    bytes.putShort(0, (short) Integer.parseInt(bits, 16));

    assertThat(ElementType.BF16.get(bytes, 0)).isEqualTo(expected);
  }

  @Test
  void floatsAreLittleEndian() {
    bytes.put(0, new byte[] {0, 0, (byte) 0x80, 0x3f});

    assertThat(ElementType.F32.get(bytes, 0)).isEqualTo(1);
  }
}
