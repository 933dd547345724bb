package distilbench.machine;

/** A process that prints how many cores it may use. */
public final class CoreCount {
  private CoreCount() {}

  /** Takes nothing. */
  public static void main(String[] arguments) {
    System.out.println(Cores.usable());
  }
}
