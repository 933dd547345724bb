package distilbench.jvm;

import java.util.List;

/** In which round of a run forks measure. Whoever starts them tells them. */
public final class ForkRound {
  private static final String PROPERTY = "distilbench.round";

  private ForkRound() {}

  /** From now on forks are started in this round, counted from 1. */
  public static void tellForks(int round) {
    System.setProperty(PROPERTY, Integer.toString(round));
  }

  /** The JVM options that tell a fork; none if there are no rounds. */
  public static List<String> forkOptions() {
    String round = System.getProperty(PROPERTY);
    return round == null ? List.of() : List.of("-D" + PROPERTY + "=" + round);
  }

  /** The round of this fork; 0 if there are none, as in JMH's own order. */
  public static int current() {
    return Integer.getInteger(PROPERTY, 0);
  }
}
