package distilbench.inference;

/**
 * How one ONNX Runtime session works.
 *
 * @param intraOpThreads threads that share one operator, the caller among them; 0 leaves the number
 *     to ONNX Runtime (one per physical core of the machine, pinned)
 * @param spinning whether idle intra-op threads spin while they wait for work
 * @param batchSize texts per forward pass
 */
public record SessionSettings(int intraOpThreads, boolean spinning, int batchSize) {}
