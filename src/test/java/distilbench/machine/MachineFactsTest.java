package distilbench.machine;

import static distilbench.machine.FactAssertions.assertKnown;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel's files say about machines of several kinds, and about this one. */
class MachineFactsTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path root;

  @Test
  void aVirtualMachineShowsWhatItsHypervisorGaveIt() throws IOException {
    RecordedMachine.unpack("kvm-vm", root);

    MachineFacts facts = MachineFacts.of(root, "amd64", 4);

    assertKnown(facts.hypervisor().present(), true);
    assertKnown(facts.hypervisor().name(), "KVM");
    assertKnown(facts.product().vendor(), "QEMU");
    assertKnown(facts.os().name(), "Ubuntu 24.04.2 LTS");
    assertKnown(facts.os().kernel(), "6.8.0-60-generic");
    assertThat(facts.cpu().architecture()).isEqualTo("amd64");
    assertKnown(facts.cpu().vendor(), "AuthenticAMD");
    assertKnown(facts.cpu().model(), "AMD EPYC-Milan Processor");
    assertKnown(facts.cpu().family(), "25");
    assertKnown(facts.cpu().modelNumber(), "1");
    assertKnown(facts.cpu().stepping(), "1");
    assertKnown(facts.cpu().microcode(), "0x1000065");
    assertThat(facts.cpu().isa().value()).containsExactly("sse4_2", "avx", "f16c", "fma", "avx2");
    assertKnown(facts.topology().sockets(), 1);
    assertKnown(facts.topology().cores(), 4);
    assertKnown(facts.topology().threads(), 4);
    assertKnown(facts.topology().smt(), false);
    assertThat(facts.topology().usableCores()).isEqualTo(4);
    assertThat(facts.caches().value())
        .containsExactly(
            new Cache(1, "Data", 32 << 10, 4, 1),
            new Cache(1, "Instruction", 32 << 10, 4, 1),
            new Cache(2, "Unified", 512 << 10, 4, 1),
            new Cache(3, "Unified", 32 * MIB, 1, 4));
    assertKnown(facts.memory().ramBytes(), 16378508L * 1024);
    assertKnown(facts.memory().swapBytes(), 0L);
    assertKnown(facts.memory().transparentHugePages(), "madvise");
  }

  @Test
  void aConstantClockIsNominalAndNotCurrent() throws IOException {
    RecordedMachine.unpack("kvm-vm", root);

    Frequency frequency = MachineFacts.of(root, "amd64", 4).frequency();

    assertKnown(frequency.nominalMHz(), 2445.404);
    assertThat(frequency.currentMHz().whyNull()).contains("no cpufreq", "aperfmperf");
    assertThat(frequency.maxMHz().whyNull())
        .isEqualTo("there is no /sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq");
    assertThat(frequency.governor().isKnown()).isFalse();
  }

  @Test
  void groupsWithoutLimitsLimitNothing() throws IOException {
    RecordedMachine.unpack("kvm-vm", root);

    Limits limits = MachineFacts.of(root, "amd64", 4).limits();

    assertKnown(limits.cgroupVersion(), 2);
    assertThat(limits.cpuQuotaCores().whyNull()).isEqualTo("no limit is set");
    assertThat(limits.memoryBytes().whyNull()).isEqualTo("no limit is set");
    assertKnown(limits.cpuset(), "0-3");
  }

  @Test
  void aContainerUnderCgroupVersionOneHasItsLimitsThoughItsGroupIsNamedAsOnTheHost()
      throws IOException {
    RecordedMachine.unpack("container-cgroup-v1", root);

    MachineFacts facts = MachineFacts.of(root, "amd64", 2);

    assertKnown(facts.limits().cgroupVersion(), 1);
    assertKnown(facts.limits().cpuQuotaCores(), 1.5);
    assertKnown(facts.limits().cpuset(), "0-3");
    assertKnown(facts.limits().memoryBytes(), 2048 * MIB);
    assertThat(facts.topology().usableThreads()).isEqualTo(2);
    assertThat(facts.topology().usableCores()).isEqualTo(2);
    assertKnown(facts.topology().allowedThreads(), "0-3");
    assertKnown(facts.os().name(), "Alpine Linux v3.20");
  }

  @Test
  void aContainerUnderCgroupVersionTwoHasItsLimits() throws IOException {
    RecordedMachine.unpack("container-cgroup-v2", root);

    MachineFacts facts = MachineFacts.of(root, "amd64", 3);

    assertKnown(facts.limits().cgroupVersion(), 2);
    assertKnown(facts.limits().cpuQuotaCores(), 2.5);
    assertKnown(facts.limits().cpuset(), "0-3");
    assertKnown(facts.limits().memoryBytes(), 4096 * MIB);
    assertKnown(facts.product().name(), "m6i.2xlarge");
    assertKnown(facts.topology().cores(), 4);
    assertKnown(facts.topology().smt(), true);
    assertKnown(facts.frequency().currentMHz(), 3200.0);
    assertThat(facts.cpu().isa().value()).contains("avx512f", "avx512_vnni");
  }

  @Test
  void hostsWithBothCgroupVersionsHaveEachControllerWhereItIs() throws IOException {
    RecordedMachine.unpack("container-cgroup-v1", root);
    RecordedMachine.write(root, "proc/self/cgroup", "4:cpu,cpuacct:/\n0::/box\n");
    String mounts = Files.readString(root.resolve("proc/self/mountinfo"));
    RecordedMachine.write(
        root,
        "proc/self/mountinfo",
        mounts + "40 31 0:31 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n");
    RecordedMachine.write(root, "sys/fs/cgroup/unified/box/memory.max", "1048576\n");

    Limits limits = MachineFacts.of(root, "amd64", 2).limits();

    assertKnown(limits.cpuQuotaCores(), 1.5);
    assertKnown(limits.memoryBytes(), MIB);
  }

  @Test
  void theLargestNumberOfVersionOneIsNoLimit() throws IOException {
    RecordedMachine.unpack("container-cgroup-v1", root);
    RecordedMachine.write(
        root, "sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    RecordedMachine.write(root, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");

    Limits limits = MachineFacts.of(root, "amd64", 4).limits();

    assertThat(limits.memoryBytes().whyNull()).isEqualTo("no limit is set");
    assertThat(limits.cpuQuotaCores().whyNull()).isEqualTo("no limit is set");
  }

  @Test
  void aBigHostHasSocketsThreadsAndNodes() throws IOException {
    unpackTwoSockets();

    MachineFacts facts = MachineFacts.of(root, "amd64", 128);

    assertKnown(facts.hypervisor().present(), false);
    assertThat(facts.hypervisor().name().whyNull()).isEqualTo("this is no virtual machine");
    assertKnown(facts.product().name(), "PowerEdge R760");
    assertKnown(facts.topology().sockets(), 2);
    assertKnown(facts.topology().cores(), 64);
    assertKnown(facts.topology().threads(), 128);
    assertKnown(facts.topology().smt(), true);
    assertThat(facts.topology().usableCores()).isEqualTo(64);
    assertThat(facts.numaNodes().value())
        .containsExactly(
            new NumaNode(0, Fact.of("0-31,64-95"), Fact.of(263736952L * 1024)),
            new NumaNode(1, Fact.of("32-63,96-127"), Fact.of(263736952L * 1024)));
    assertThat(facts.caches().value())
        .containsExactly(
            new Cache(1, "Data", 48 << 10, 64, 2), new Cache(3, "Unified", 60 * MIB, 2, 64));
    assertThat(facts.cpu().isa().value())
        .contains("avx512f", "avx512_vnni", "avx_vnni", "amx_tile", "amx_int8", "amx_bf16");
    assertKnown(facts.frequency().currentMHz(), 3000.0);
    assertKnown(facts.frequency().nominalMHz(), 2800.0);
    assertKnown(facts.frequency().maxMHz(), 4100.0);
    assertKnown(facts.frequency().governor(), "performance");
    assertKnown(facts.frequency().driver(), "intel_pstate");
    assertKnown(facts.memory().transparentHugePages(), "always");
  }

  @Test
  void aLimitFurtherUpHoldsToo() throws IOException {
    unpackTwoSockets();

    assertKnown(MachineFacts.of(root, "amd64", 128).limits().memoryBytes(), 128 * 1024 * MIB);
  }

  @Test
  void governorsThatDifferAreAllNamed() throws IOException {
    unpackTwoSockets();
    RecordedMachine.write(
        root, "sys/devices/system/cpu/cpu9/cpufreq/scaling_governor", "powersave\n");

    assertKnown(
        MachineFacts.of(root, "amd64", 128).frequency().governor(), "performance, powersave");
  }

  @Test
  void aWordWhereANumberShouldBeIsNoFact() throws IOException {
    unpackTwoSockets();
    RecordedMachine.write(
        root, "sys/devices/system/cpu/cpu3/cpufreq/scaling_cur_freq", "<unknown>\n");
    RecordedMachine.write(root, "sys/devices/system/cpu/cpu3/cache/index0/size", "\n");
    RecordedMachine.write(root, "sys/fs/cgroup/system.slice/memory.max", "\n");

    MachineFacts facts = MachineFacts.of(root, "amd64", 128);

    assertThat(facts.frequency().currentMHz().whyNull()).contains("unexpected", "<unknown>");
    assertThat(facts.caches().whyNull()).contains("unexpected");
    assertKnown(facts.limits().memoryBytes(), 256 * 1024 * MIB);
    assertKnown(facts.frequency().maxMHz(), 4100.0);
  }

  @Test
  void aCountThatLacksOneHardwareThreadIsNotGiven() throws IOException {
    unpackTwoSockets();
    String missing = "sys/devices/system/cpu/cpu77/topology/physical_package_id";
    Files.delete(root.resolve(missing));

    Fact<Integer> sockets = MachineFacts.of(root, "amd64", 128).topology().sockets();

    assertThat(sockets).isEqualTo(Fact.none("there is no /" + missing));
  }

  @Test
  void armsCpuHasNumbersAndItsOwnExtensions() throws IOException {
    RecordedMachine.unpack("arm", root);

    MachineFacts facts = MachineFacts.of(root, "aarch64", 4);

    assertKnown(facts.cpu().vendor(), "0x41");
    assertKnown(facts.cpu().modelNumber(), "0xd40");
    assertThat(facts.cpu().model().whyNull()).contains("model name");
    assertThat(facts.cpu().isa().value()).contains("asimd", "sve", "i8mm", "bf16");
    assertThat(facts.hypervisor().present().isKnown()).isFalse();
  }

  @Test
  void whereLinuxTellsNothingEveryFactHasAReason() {
    MachineFacts facts = MachineFacts.of(root, "amd64", 4);

    assertThat(facts.cpu().model().whyNull()).isEqualTo("there is no /proc/cpuinfo");
    assertThat(facts.topology().cores().whyNull()).contains("/sys/devices/system/cpu/online");
    assertThat(facts.caches().isKnown()).isFalse();
    assertThat(facts.numaNodes().isKnown()).isFalse();
    assertThat(facts.limits().cpuQuotaCores().whyNull()).contains("/proc/self/cgroup");
    assertThat(facts.topology().usableCores()).isEqualTo(4);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisMachineAddsUp() {
    MachineFacts facts = MachineFacts.ofThisMachine();

    Topology topology = facts.topology();
    assertThat(topology.sockets().value()).isBetween(1, topology.cores().value());
    assertThat(topology.cores().value()).isLessThanOrEqualTo(topology.threads().value());
    assertThat(topology.usableCores()).isBetween(1, topology.cores().value());
    assertThat(topology.usableThreads()).isLessThanOrEqualTo(topology.threads().value());
    assertThat(facts.memory().availableBytes().value())
        .isBetween(1L, facts.memory().ramBytes().value());
    assertThat(facts.os().kernel().value()).isNotBlank();
  }

  @Test
  void oshiKnowsSomethingWhereTheFilesTellNothing() {
    MachineFacts facts = new Oshi().complete(MachineFacts.of(root, "amd64", 4));

    assertThat(facts.topology().threads().value())
        .isGreaterThanOrEqualTo(facts.topology().cores().value());
    assertThat(facts.memory().ramBytes().value()).isPositive();
    assertThat(facts.os().name().value()).isNotBlank();
    assertThat(facts.limits().cpuQuotaCores().isKnown()).isFalse();
  }

  /** The files of each hardware thread follow a rule; recorded, they would be hundreds. */
  private void unpackTwoSockets() throws IOException {
    RecordedMachine.unpack("two-sockets", root);
    for (int cpu = 0; cpu < 128; cpu++) {
      int core = cpu % 64;
      int socket = core / 32;
      String siblings = core + "," + (core + 64) + "\n";
      String onSocket = socket == 0 ? "0-31,64-95\n" : "32-63,96-127\n";
      String folder = "sys/devices/system/cpu/cpu" + cpu;
      RecordedMachine.write(root, folder + "/topology/thread_siblings_list", siblings);
      RecordedMachine.write(root, folder + "/topology/physical_package_id", socket + "\n");
      cache(folder + "/cache/index0", "1", "Data", "48K", siblings);
      cache(folder + "/cache/index3", "3", "Unified", "61440K", onSocket);
      String frequency = folder + "/cpufreq/";
      RecordedMachine.write(
          root, frequency + "scaling_cur_freq", core < 32 ? "2200000\n" : "3800000\n");
      RecordedMachine.write(root, frequency + "cpuinfo_max_freq", "4100000\n");
      RecordedMachine.write(root, frequency + "scaling_governor", "performance\n");
      RecordedMachine.write(root, frequency + "scaling_driver", "intel_pstate\n");
    }
  }

  private void cache(String folder, String level, String type, String size, String threads)
      throws IOException {
    RecordedMachine.write(root, folder + "/level", level + "\n");
    RecordedMachine.write(root, folder + "/type", type + "\n");
    RecordedMachine.write(root, folder + "/size", size + "\n");
    RecordedMachine.write(root, folder + "/shared_cpu_list", threads);
  }
}
