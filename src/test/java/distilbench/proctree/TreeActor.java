package distilbench.proctree;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that does as it is told, one command a line on standard input, and answers {@code done}
 * to each. It can start more of its kind and pass commands on to them.
 */
public final class TreeActor {
  private static final int PAGE_BYTES = 4096;

  private final List<ActorProcess> children = new ArrayList<>();
  private final HeldMemory memory = new HeldMemory();
  private final List<ByteBuffer> mapped = new ArrayList<>();

  private TreeActor() {}

  /** Takes no arguments; ends at the end of its input. */
  public static void main(String[] arguments) throws Exception {
    TreeActor actor = new TreeActor();
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    System.out.println("done");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      actor.act(line.split(" ", 2));
      System.out.println("done");
    }
    actor.children.forEach(ActorProcess::close);
  }

  private void act(String[] command) throws Exception {
    String operand = command.length == 2 ? command[1] : "";
    switch (command[0]) {
      case "start" -> children.add(ActorProcess.start());
      case "tell" -> {
        String[] childAndCommand = operand.split(" ", 2);
        children.get(Integer.parseInt(childAndCommand[0])).tell(childAndCommand[1]);
      }
      case "end" -> children.get(Integer.parseInt(operand)).close();
      case "map" -> mapped.add(map(Path.of(operand)));
      case "allocate" -> memory.hold(Integer.parseInt(operand));
      case "free" -> memory.free();
      case "burn" -> burn(Long.parseLong(operand));
      case "spin" -> spin(Integer.parseInt(operand));
      default -> throw new IllegalArgumentException(command[0]);
    }
  }

  private static ByteBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      int sum = 0;
      for (int i = 0; i < mapped.capacity(); i += PAGE_BYTES) {
        sum += mapped.get(i);
      }
      System.err.println("sum of the mapped pages' first bytes: " + sum);
      return mapped;
    }
  }

  /** Uses so much CPU time. */
  private static void burn(long millis) {
    long end = cpuNanos() + millis * 1_000_000;
    while (cpuNanos() < end) {
      Thread.onSpinWait();
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Keeps so many threads busy until the process ends. */
  private static void spin(int threads) {
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (true) {
                  Thread.onSpinWait();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
  }
}
