package distilbench.report;

/**
 * How the forks of two rows belong together.
 *
 * @param byRound whether fork i of every row was measured in round i
 */
record Pairing(boolean byRound) {

  /** How many times as large one row's figures are as another's, each given for every fork. */
  Estimate ratio(double[] figures, double[] base) {
    return byRound ? Estimate.pairedRatio(figures, base) : Estimate.unpairedRatio(figures, base);
  }
}
