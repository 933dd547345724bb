package distilbench.machine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;

/** How this CPU adds up products of unsigned with signed bytes. */
public final class Int8Sums {
  /** VPDPBUSD in either encoding, and TDPBUSD: they add four products to 32 bits at once. */
  private static final Set<String> EXACT = Set.of("avx512_vnni", "avx_vnni", "amx_int8");

  private static final Set<String> X86 = Set.of("amd64", "x86_64", "x86", "i386");
  private static final Set<String> ARM = Set.of("aarch64", "arm64");

  private Int8Sums() {}

  /**
   * Whether the sums are exact as far as is known. On x86 that takes VNNI or AMX: without them
   * kernels of matrix products use VPMADDUBSW, which adds two products to signed 16 bits and
   * saturates (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2). On 64-bit
   * ARM they are exact with UMMLA (i8mm), with UDOT (asimddp), and without: SMULL and SMLAL add two
   * products of signed bytes to 16 bits, which hold them unless all four bytes are -128.
   */
  public static boolean areExact() {
    return areExact(Path.of("/"), System.getProperty("os.arch"));
  }

  /**
   * The same from the files below another root.
   *
   * @param root where {@code proc} is
   * @param architecture as Java calls it
   */
  static boolean areExact(Path root, String architecture) {
    if (!X86.contains(architecture)) {
      return ARM.contains(architecture);
    }
    Fact<Set<String>> flags = Cpu.flags(new MachineFiles(root));
    return flags.isKnown() && !Collections.disjoint(flags.value(), EXACT);
  }
}
