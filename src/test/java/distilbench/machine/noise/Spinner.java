package distilbench.machine.noise;

/** Says that it runs, then keeps one core busy until it is killed. */
final class Spinner {
  private Spinner() {}

  public static void main(String[] arguments) {
    System.out.println("spinning");
    while (true) {
      Thread.onSpinWait();
    }
  }
}
