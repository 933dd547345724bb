package distilbench.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the machine with its own memory.
 *
 * @param node its number
 * @param threads its hardware threads, in the kernel's list format; empty if it has memory only
 * @param memoryBytes its memory
 */
record NumaNode(int node, Fact<String> threads, Fact<Long> memoryBytes) {
  private static final String FOLDER = "sys/devices/system/node";

  static Fact<List<NumaNode>> readAll(MachineFiles files) {
    List<NumaNode> nodes = new ArrayList<>();
    for (int node : files.numbered(FOLDER, "node")) {
      String folder = FOLDER + "/node" + node;
      nodes.add(
          new NumaNode(
              node,
              files.text(folder + "/cpulist"),
              files.kibibytes(folder + "/meminfo", "Node " + node + " MemTotal")));
    }
    return nodes.isEmpty() ? Fact.none("no folder node0 below /" + FOLDER) : Fact.of(nodes);
  }
}
