package distilbench.reference;

/** What answers, as vectors of numbers, have in common. */
final class Vectors {
  private Vectors() {}

  /** The largest difference of two numbers; NaN if one is none. */
  static double distance(float[] wanted, float[] found) {
    double largest = 0;
    for (int i = 0; i < wanted.length; i++) {
      // Math.max keeps NaN.
      largest = Math.max(largest, Math.abs((double) wanted[i] - found[i]));
    }
    return largest;
  }

  /** Of the angle between two vectors; NaN if one is of zeros. */
  static double cosine(float[] left, float[] right) {
    return product(left, right) / Math.sqrt(product(left, left) * product(right, right));
  }

  /** The sum of the products of their numbers. */
  static double product(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }

  /** Where the largest number is: the first of several. */
  static int largest(float[] numbers) {
    int largest = 0;
    for (int i = 1; i < numbers.length; i++) {
      largest = numbers[i] > numbers[largest] ? i : largest;
    }
    return largest;
  }
}
