package distilbench.machine;

import java.nio.file.Path;
import java.util.List;

/**
 * What machine this is: read once, before anything is measured.
 *
 * @param product what the firmware calls it
 * @param hypervisor whether it is a virtual machine
 * @param os the system
 * @param cpu what kind of CPU
 * @param topology how many sockets, cores, hardware threads
 * @param caches all kinds of CPU caches
 * @param numaNodes parts with their own memory
 * @param frequency how fast the cores are clocked
 * @param memory RAM and swap
 * @param limits what a container allows
 */
public record MachineFacts(
    Product product,
    Hypervisor hypervisor,
    OperatingSystem os,
    Cpu cpu,
    Topology topology,
    Fact<List<Cache>> caches,
    Fact<List<NumaNode>> numaNodes,
    Frequency frequency,
    Memory memory,
    Limits limits) {

  /**
   * This machine's: from the kernel's files, which read the same inside a container, and what they
   * do not tell from oshi, which knows other systems too. oshi starts helper processes: not to be
   * called while something is measured, nor in a measured process.
   */
  public static MachineFacts ofThisMachine() {
    MachineFacts told =
        of(Path.of("/"), System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors());
    return new Oshi().complete(told);
  }

  /**
   * Those of the files below another root.
   *
   * @param architecture as Java calls it
   * @param processors hardware threads that affinity and quota allow
   */
  static MachineFacts of(Path root, String architecture, int processors) {
    MachineFiles files = new MachineFiles(root);
    Product product = Product.read(files);
    return new MachineFacts(
        product,
        Hypervisor.read(files, product),
        OperatingSystem.read(files),
        Cpu.read(files, architecture),
        Topology.read(files, processors),
        Cache.readAll(files),
        NumaNode.readAll(files),
        Frequency.read(files),
        Memory.read(files),
        Limits.read(files));
  }
}
