package distilbench.machine;

import java.util.Map;
import java.util.Set;

/**
 * Whether this is a virtual machine.
 *
 * @param present whether there is a hypervisor
 * @param name e.g. "KVM", "Hyper-V", "Xen"
 */
record Hypervisor(Fact<Boolean> present, Fact<String> name) {
  private static final String XEN = "sys/hypervisor/type";
  private static final String CLOCKS =
      "sys/devices/system/clocksource/clocksource0/available_clocksource";
  private static final String DEVICE_TREE = "proc/device-tree/hypervisor/compatible";

  /** Clocks that a hypervisor provides, by the word that the kernel's names hold. */
  private static final Map<String, String> CLOCK_OF =
      Map.of("kvm-clock", "KVM", "hyperv", "Hyper-V", "xen", "Xen");

  /** What firmware of virtual machines calls its maker or product. */
  private static final Map<String, String> FIRMWARE_OF =
      Map.of(
          "VMware", "VMware",
          "VirtualBox", "VirtualBox",
          "QEMU", "QEMU",
          "Parallels", "Parallels",
          "BHYVE", "bhyve");

  static Hypervisor read(MachineFiles files, Product product) {
    Fact<String> name = name(files, product);
    Fact<Boolean> present =
        name.isKnown() ? Fact.of(true) : Cpu.flags(files).flatMap(Hypervisor::fromFlags);
    boolean none = present.isKnown() && !present.value();
    return new Hypervisor(present, none ? Fact.none("this is no virtual machine") : name);
  }

  /** ARM has no such flag. */
  private static Fact<Boolean> fromFlags(Set<String> flags) {
    if (flags.contains("hypervisor")) {
      return Fact.of(true);
    }
    return flags.contains("fpu")
        ? Fact.of(false)
        : Fact.none("only x86 CPUs tell whether there is a hypervisor");
  }

  private static Fact<String> name(MachineFiles files, Product product) {
    return files
        .text(XEN)
        .map(type -> type.equals("xen") ? "Xen" : type)
        .or(() -> files.text(DEVICE_TREE).flatMap(text -> known(text, Map.of("kvm", "KVM"))))
        .or(() -> files.text(CLOCKS).flatMap(clocks -> known(clocks, CLOCK_OF)))
        .or(() -> product.vendor().flatMap(text -> known(text, FIRMWARE_OF)))
        .or(() -> product.name().flatMap(text -> known(text, FIRMWARE_OF)))
        .or(() -> Fact.none("neither clocks nor firmware name a hypervisor"));
  }

  private static Fact<String> known(String text, Map<String, String> names) {
    return names.entrySet().stream()
        .filter(entry -> text.contains(entry.getKey()))
        .findFirst()
        .map(entry -> Fact.of(entry.getValue()))
        .orElseGet(() -> Fact.none("'" + text + "' names no known hypervisor"));
  }
}
