package distilbench.proctree;

import distilbench.jvm.Polling;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Memory outside the heap that a process holds, every page of it touched. */
final class HeldMemory {
  private static final int PAGE_BYTES = 4096;

  /** What others in this JVM may have taken meanwhile. */
  private static final long SMALL_BUFFERS = 1 << 20;

  private final List<ByteBuffer> buffers = new ArrayList<>();
  private long ofOthers;

  void hold(int mebibytes) {
    if (buffers.isEmpty()) {
      ofOthers = directBytes();
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(mebibytes << 20);
    for (int i = 0; i < buffer.capacity(); i += PAGE_BYTES) {
      buffer.put(i, (byte) 1);
    }
    buffers.add(buffer);
  }

  /** Returns when all is given back: the garbage collector frees buffers that nobody refers to. */
  void free() {
    buffers.clear();
    Polling.until(
        () -> {
          System.gc();
          return directBytes() <= ofOthers + SMALL_BUFFERS;
        });
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
