package distilbench.worker;

import java.util.List;
import java.util.Map;

/**
 * What parent and worker say to each other: one JSON object a line, UTF-8. Lines of a worker's
 * standard output that are no JSON objects are not of the protocol and change nothing.
 */
final class Message {
  private Message() {}

  /**
   * Parent to worker: classify these texts.
   *
   * @param id chosen by the parent; the reply carries it
   */
  record Request(long id, List<String> texts) {}

  /**
   * Worker to parent: first {@code ready}, once; then one reply per request, in any order, with
   * either {@code logits} or {@code error}.
   *
   * @param ready versions and JVM flags
   * @param logits [texts][width]: those of the classes, or embeddings
   * @param tokens of each text, special ones included; null where nobody asks
   * @param heap MiB that a managed heap holds; null if there is none, or it is not told
   */
  record FromWorker(
      Map<String, Object> ready,
      Long id,
      float[][] logits,
      int[] tokens,
      Double heap,
      String error) {}
}
