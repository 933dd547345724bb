package distilbench.machine;

import java.util.List;
import java.util.Set;

/**
 * What kind of CPU this is; of the first one, where they differ. The numbers are text, as the
 * kernel writes them: decimal on x86, hexadecimal on ARM.
 *
 * @param architecture as Java calls it, e.g. "amd64", "aarch64"
 * @param vendor e.g. "GenuineIntel"; on ARM the implementer's number
 * @param model the name, e.g. "AMD EPYC 9R14"
 * @param family CPU family; on ARM the version of the architecture
 * @param modelNumber within the family; on ARM the part's number
 * @param stepping on ARM the revision
 * @param microcode revision, as the kernel sees it
 * @param isa those of {@link #EXTENSIONS} that the CPU has, under the kernel's names
 */
record Cpu(
    String architecture,
    Fact<String> vendor,
    Fact<String> model,
    Fact<String> family,
    Fact<String> modelNumber,
    Fact<String> stepping,
    Fact<String> microcode,
    Fact<List<String>> isa) {
  private static final String CPUINFO = "proc/cpuinfo";

  /** Instruction set extensions that matrix multiplication uses: x86, then ARM. */
  static final List<String> EXTENSIONS =
      List.of(
          "sse4_2",
          "avx",
          "f16c",
          "fma",
          "avx2",
          "avx_vnni",
          "avx512f",
          "avx512dq",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          "asimd",
          "asimdhp",
          "asimddp",
          "bf16",
          "i8mm",
          "sve",
          "svebf16",
          "svei8mm",
          "sve2",
          "sme");

  static Cpu read(MachineFiles files, String architecture) {
    return new Cpu(
        architecture,
        either(files, "vendor_id", "CPU implementer"),
        files.labelled(CPUINFO, "model name"),
        either(files, "cpu family", "CPU architecture"),
        either(files, "model", "CPU part"),
        either(files, "stepping", "CPU revision"),
        files.labelled(CPUINFO, "microcode"),
        flags(files).map(flags -> EXTENSIONS.stream().filter(flags::contains).toList()));
  }

  /** All features under the kernel's names. */
  static Fact<Set<String>> flags(MachineFiles files) {
    return either(files, "flags", "Features").map(flags -> Set.of(flags.split("\\s+")));
  }

  private static Fact<String> either(MachineFiles files, String x86, String arm) {
    return files.labelled(CPUINFO, x86).or(() -> files.labelled(CPUINFO, arm));
  }
}
