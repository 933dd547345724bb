package distilbench.inference;

/**
 * How one ONNX Runtime session works.
 *
 * @param intraOpThreads threads that share one operator, the caller among them; 0 leaves the number
 *     to ONNX Runtime (one per physical core of the machine, pinned)
 * @param spinning whether idle intra-op threads spin while they wait for work
 * @param batches what one forward pass takes at most
 */
public record SessionSettings(int intraOpThreads, boolean spinning, BatchLimits batches) {

  /** The same with a bound on the texts of a forward pass alone. */
  public SessionSettings(int intraOpThreads, boolean spinning, int batchSize) {
    this(intraOpThreads, spinning, BatchLimits.ofTexts(batchSize));
  }
}
