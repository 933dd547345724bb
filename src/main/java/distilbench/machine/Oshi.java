package distilbench.machine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;
import oshi.hardware.ComputerSystem;
import oshi.hardware.GlobalMemory;

/**
 * The facts that the library oshi knows, for what Linux's files do not tell: the names of ARM CPUs,
 * and most of macOS and Windows. It is asked only where something is missing: its table of micro
 * architectures, for one, takes some of Zen 4 for Zen 3.
 */
final class Oshi {
  /** What oshi says for what it does not know. */
  private static final String UNKNOWN = "unknown";

  private static final double HERTZ_PER_MEGAHERTZ = 1e6;

  /** Its helper programs take tenths of a second. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Asks the system only when it is asked. */
  private final SystemInfo system = new SystemInfo();

  /** The same facts, with those added that oshi knows and the files do not. */
  MachineFacts complete(MachineFacts told) {
    return new MachineFacts(
        complete(told.product()),
        told.hypervisor(),
        complete(told.os()),
        complete(told.cpu()),
        complete(told.topology()),
        told.caches(),
        told.numaNodes(),
        complete(told.frequency()),
        complete(told.memory()),
        told.limits());
  }

  private Product complete(Product told) {
    return new Product(
        told.vendor().or(() -> text(() -> computer().getManufacturer())),
        told.name().or(() -> text(() -> computer().getModel())));
  }

  private OperatingSystem complete(OperatingSystem told) {
    return new OperatingSystem(
        told.name().or(() -> text(() -> system.getOperatingSystem().toString())),
        told.kernel()
            .or(() -> text(() -> system.getOperatingSystem().getVersionInfo().getBuildNumber())));
  }

  private Cpu complete(Cpu told) {
    return new Cpu(
        told.architecture(),
        told.vendor().or(() -> text(() -> identifier().getVendor())),
        told.model().or(() -> text(() -> identifier().getName())),
        told.family().or(() -> text(() -> identifier().getFamily())),
        told.modelNumber().or(() -> text(() -> identifier().getModel())),
        told.stepping().or(() -> text(() -> identifier().getStepping())),
        told.microcode(),
        told.isa());
  }

  private Topology complete(Topology told) {
    Fact<Integer> cores =
        told.cores().or(() -> positive(() -> processor().getPhysicalProcessorCount()));
    Fact<Integer> threads =
        told.threads().or(() -> positive(() -> processor().getLogicalProcessorCount()));
    return new Topology(
        told.sockets().or(() -> positive(() -> processor().getPhysicalPackageCount())),
        cores,
        threads,
        told.smt().or(() -> threads.flatMap(all -> cores.map(some -> some < all))),
        told.usableCores(),
        told.usableThreads(),
        told.allowedThreads());
  }

  private Frequency complete(Frequency told) {
    return new Frequency(
        told.currentMHz(),
        told.nominalMHz().or(() -> megahertz(() -> identifier().getVendorFreq())),
        told.maxMHz().or(() -> megahertz(() -> processor().getMaxFreq())),
        told.governor(),
        told.driver());
  }

  private Memory complete(Memory told) {
    return new Memory(
        told.ramBytes().or(() -> positive(() -> memory().getTotal())),
        told.availableBytes().or(() -> positive(() -> memory().getAvailable())),
        // No swap is a fact too.
        told.swapBytes()
            .or(() -> ask(() -> memory().getVirtualMemory().getSwapTotal(), any -> true)),
        told.transparentHugePages());
  }

  private ComputerSystem computer() {
    return system.getHardware().getComputerSystem();
  }

  private CentralProcessor processor() {
    return system.getHardware().getProcessor();
  }

  private ProcessorIdentifier identifier() {
    return processor().getProcessorIdentifier();
  }

  private GlobalMemory memory() {
    return system.getHardware().getMemory();
  }

  private static Fact<String> text(Supplier<String> question) {
    return ask(question, answer -> !answer.isBlank() && !answer.equalsIgnoreCase(UNKNOWN));
  }

  private static <T extends Number> Fact<T> positive(Supplier<T> question) {
    return ask(question, answer -> answer.longValue() > 0);
  }

  private static Fact<Double> megahertz(Supplier<Long> question) {
    return positive(question).map(hertz -> hertz / HERTZ_PER_MEGAHERTZ);
  }

  private static <T> Fact<T> ask(Supplier<T> question, Predicate<T> isAnswer) {
    return ask(question, isAnswer, LIMIT);
  }

  /**
   * What oshi cannot load or does not support on a system, it does not know. It waits without limit
   * for the helper programs that it starts.
   */
  static <T> Fact<T> ask(Supplier<T> question, Predicate<T> isAnswer, Duration limit) {
    Set<ProcessHandle> others = ProcessHandle.current().descendants().collect(Collectors.toSet());
    CompletableFuture<T> asked = new CompletableFuture<>();
    Thread thread = new Thread(() -> answer(question, asked), "oshi");
    thread.setDaemon(true);
    thread.start();
    try {
      T answer = asked.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return answer != null && isAnswer.test(answer)
          ? Fact.of(answer)
          : Fact.none("oshi does not know");
    } catch (ExecutionException e) {
      return Fact.none("oshi failed: " + e.getCause());
    } catch (TimeoutException e) {
      ProcessHandle.current()
          .descendants()
          .filter(helper -> !others.contains(helper))
          .forEach(ProcessHandle::destroyForcibly);
      return Fact.none("oshi did not answer within " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Fact.none("interrupted while asking oshi");
    }
  }

  private static <T> void answer(Supplier<T> question, CompletableFuture<T> asked) {
    try {
      asked.complete(question.get());
    } catch (LinkageError | RuntimeException e) {
      asked.completeExceptionally(e);
    }
  }
}
