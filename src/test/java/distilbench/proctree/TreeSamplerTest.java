package distilbench.proctree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.management.ThreadMXBean;
import distilbench.console.AwaitedLines;
import distilbench.jvm.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What real process trees do is what the figures say. */
@EnabledOnOs(OS.LINUX)
class TreeSamplerTest {
  private static final double MIB = 1 << 20;

  /** JVMs that otherwise do nothing still compile and collect a little. */
  private static final double IDLE_MIB = 8;

  private static final SamplingOptions OFTEN =
      new SamplingOptions(50, SamplingOptions.Pss.FIXED, 50);

  @TempDir Path folder;
  private final AwaitedLines warnings = new AwaitedLines();
  private ActorProcess top;

  @BeforeEach
  void startTree() throws IOException {
    top = ActorProcess.start();
  }

  @AfterEach
  void endTree() {
    top.close();
  }

  @Test
  void sharedPagesCountTwiceInRssOnceInPssAndNotInUss() throws IOException {
    top.tell("start");
    top.tell("start");
    // The JVM's own files are in their memory once they have done all this.
    bothMap(1);
    TreeFigures before = figuresNow();

    bothMap(64 << 20);
    TreeFigures after = figuresNow();

    assertThat(mib(after.rssPeak() - before.rssPeak())).isCloseTo(128, offset(IDLE_MIB));
    assertThat(mib(after.rootRssPeak() - before.rootRssPeak())).isCloseTo(0, offset(IDLE_MIB));
    assertThat(mib(after.pssPeak() - before.pssPeak())).isCloseTo(64, offset(IDLE_MIB));
    assertThat(mib(after.ussPeak() - before.ussPeak())).isCloseTo(0, offset(IDLE_MIB));
    assertThat(mib(after.fileMean() - before.fileMean())).isCloseTo(64, offset(IDLE_MIB));
    assertThat(mib(after.anonymousMean() - before.anonymousMean())).isCloseTo(0, offset(IDLE_MIB));
  }

  @Test
  void strangersThatMapTheSameFilesChangeNothing() throws IOException {
    top.tell("start");
    top.tell("start");
    bothMap(1);
    bothMap(64 << 20);
    TreeFigures before = figuresNow();

    List<ActorProcess> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        ActorProcess stranger = ActorProcess.start();
        strangers.add(stranger);
        stranger.tell("map " + folder.resolve((64 << 20) + " bytes"));
      }
      TreeFigures after = figuresNow();

      assertThat(after.exact()).isEqualTo(1);
      assertThat(after.pssPeak()).isCloseTo(before.pssPeak(), withinPercentage(2));
      assertThat(after.ussPeak()).isCloseTo(before.ussPeak(), withinPercentage(2));
      assertThat(after.rootPssMean()).isCloseTo(before.rootPssMean(), withinPercentage(2));
      assertThat(mib(after.rawPssPeak() - before.rawPssPeak())).isLessThan(-64 * 3 / 5.0);
      assertThat(after.rawPssMean()).isCloseTo(after.rawPssPeak(), withinPercentage(2));
    } finally {
      strangers.forEach(ActorProcess::close);
    }
  }

  @Test
  void memoryThatForksShareUntilTheyWriteCountsOnce() throws Exception {
    String script =
        """
        import os, sys
        held = b"x" * (50 << 20)
        forks = 2
        for i in range(forks):
            if os.fork() == 0:
                sys.stdin.read()
                os._exit(0)
        print("done", flush=True)
        sys.stdin.read()
        for i in range(forks):
            os.wait()
        """;
    Process python = new ProcessBuilder("python3", "-c", script).start();
    assertThat(python.inputReader().readLine()).isEqualTo("done");
    TreeSampler sampler =
        new TreeSampler(
            new ProcessTree(ProcFs.ofThisMachine(), python.pid()), OFTEN, warnings.asStream());
    sampler.begin();
    TreeFigures figures = sampler.end();
    python.outputWriter().close();
    python.waitFor();

    assertThat(figures.processes()).isEqualTo(3);
    assertThat(mib(figures.pssPeak())).isBetween(50.0, 80.0);
    assertThat(mib(figures.rssPeak())).isGreaterThan(150);
    assertThat(mib(figures.ussPeak())).isLessThan(25);
    assertThat(mib(figures.rootPssMean())).isLessThan(40);
  }

  private void bothMap(int bytes) throws IOException {
    Path file = Files.write(folder.resolve(bytes + " bytes"), new byte[bytes]);
    top.tell("tell 0 map " + file);
    top.tell("tell 1 map " + file);
  }

  @Test
  void aShortPeakIsSeenAndTheMeanIsBelowIt() throws Exception {
    TreeSampler sampler = sampler(OFTEN);
    sampler.begin();
    double before = figuresNow().pssPeak();
    Thread.sleep(500);
    top.tell("allocate 100");
    Thread.sleep(300);
    top.tell("free");
    Thread.sleep(500);
    TreeFigures figures = sampler.end();

    assertThat(mib(figures.pssPeak() - before)).isCloseTo(100, offset(IDLE_MIB));
    assertThat(mib(figures.pssMean() - before)).isBetween(10.0, 60.0);
    assertThat(figures.samples()).isGreaterThan(10);
  }

  @Test
  void aGrowthIsReadAtOnceWhenReadingsAreRare() throws Exception {
    TreeSampler sampler = sampler(SamplingOptions.DEFAULT);
    double before = figuresNow().pssPeak();
    sampler.begin();
    Thread.sleep(1000);
    top.tell("allocate 100");
    Thread.sleep(300);
    top.tell("free");
    TreeFigures figures = sampler.end();

    assertThat(mib(figures.pssPeak() - before)).isCloseTo(100, offset(IDLE_MIB));
    assertThat(figures.samplerCpuSeconds() / figures.seconds()).isLessThan(0.05);
  }

  @Test
  void aGrandchildBelongsToTheTree() throws IOException {
    top.tell("start");
    top.tell("tell 0 start");
    TreeFigures before = figuresNow();

    top.tell("tell 0 tell 0 allocate 100");
    TreeFigures after = figuresNow();

    assertThat(after.processes()).isEqualTo(3);
    assertThat(mib(after.workersPssMean() - before.workersPssMean()))
        .isCloseTo(100, offset(IDLE_MIB));
    assertThat(after.rootPssMean() + after.workersPssMean())
        .isCloseTo(after.pssMean(), withinPercentage(0.001));
  }

  @Test
  void aChildThatHasEndedIsInTheCpuTime() throws IOException {
    TreeSampler sampler = sampler(OFTEN);
    sampler.begin();
    top.tell("start");
    top.tell("tell 0 burn 500");
    top.tell("end 0");
    TreeFigures figures = sampler.end();
    sampler.begin();
    TreeFigures tooShort = sampler.end();

    assertThat(figures.cpuSeconds()).isBetween(0.5, 2.0);
    assertThat(tooShort.cpuSeconds()).as("hundredths of a second tell nothing").isNaN();
    assertThat(sampler.end()).isEqualTo(TreeFigures.NONE);
  }

  @Test
  void aSecondThreadsSwitchesCount() throws Exception {
    TreeSampler sampler = sampler(OFTEN);
    top.tell("spin " + 2 * Runtime.getRuntime().availableProcessors());
    sampler.begin();
    double firstThreadBefore = switchesOfFirstThread();
    double cpuBefore = cpuSeconds();
    Polling.until(() -> cpuSeconds() > cpuBefore + 0.5);
    double ofFirstThread = switchesOfFirstThread() - firstThreadBefore;
    TreeFigures figures = sampler.end();

    assertThat(figures.involuntarySwitches()).isGreaterThan(20 + 2 * ofFirstThread);
    assertThat(figures.cpuSeconds()).isGreaterThan(0.5);
  }

  @Test
  void anotherReaderSeesTheSame() throws Exception {
    top.tell("start");
    top.tell("tell 0 allocate 50");
    String script =
        """
        import os, re, struct, sys
        parents = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                line = open(f"/proc/{pid}/stat").read()
                parents[int(pid)] = int(line[line.rindex(")") + 2:].split()[1])
            except FileNotFoundError:
                pass
        def below(top):
            return [top] + [p for q, r in parents.items() if r == top for p in below(q)]
        raw = anonymous = 0
        page = os.sysconf("SC_PAGE_SIZE")
        pages = set()
        for pid in below(int(sys.argv[1])):
            for line in open(f"/proc/{pid}/smaps_rollup"):
                raw += int(line.split()[1]) * 1024 if line.startswith("Pss:") else 0
                anonymous += int(line.split()[1]) * 1024 if line.startswith("Pss_Anon:") else 0
            pagemap = os.open(f"/proc/{pid}/pagemap", os.O_RDONLY)
            for line in open(f"/proc/{pid}/maps"):
                addresses, rights, offset, device, inode = line.split()[:5]
                if inode == "0":
                    continue
                start, end = (int(address, 16) // page for address in addresses.split("-"))
                bits = os.pread(pagemap, (end - start) * 8, start * 8)
                for i, (entry,) in enumerate(struct.iter_unpack("Q", bits)):
                    if entry >> 63 and entry >> 61 & 1:
                        pages.add((device, inode, int(offset, 16) // page + i))
        print(raw)
        print(anonymous + len(pages) * page)
        """;

    TreeFigures figures = figuresNow();
    Process python = new ProcessBuilder("python3", "-c", script, "" + top.pid()).start();
    double raw = Long.parseLong(python.inputReader().readLine());
    double own = Long.parseLong(python.inputReader().readLine());

    assertThat(figures.rawPssPeak()).isCloseTo(raw, withinPercentage(2));
    assertThat(figures.pssPeak()).isCloseTo(own, withinPercentage(1));
    assertThat(own).as("this JVM maps the same JDK").isGreaterThan(raw);
  }

  @Test
  void whatCannotBeReadIsNaNAndSaidOnce() throws IOException {
    Path proc = folder.resolve("proc");
    Path process = Files.createDirectories(proc.resolve("7"));
    Files.writeString(proc.resolve("loadavg"), "0.1 0.1 0.1 1/9 7\n");
    Files.writeString(
        process.resolve("stat"), "7 (x) S 1 1 1 0 -1 4 9 0 0 0 60 40 0 0 20 0 1 0 99 0 0\n");
    Files.writeString(process.resolve("statm"), "9 1 0 0 0 0 0\n");
    TreeSampler sampler =
        new TreeSampler(new ProcessTree(ProcFs.at(proc), 7), OFTEN, warnings.asStream());

    sampler.begin();
    TreeFigures figures = sampler.end();

    assertThat(figures.pssPeak()).isNaN();
    assertThat(figures.pssMean()).isNaN();
    assertThat(figures.rssPeak()).isNaN();
    assertThat(figures.cpuSeconds()).isNaN();
    assertThat(figures.involuntarySwitches()).isNaN();
    assertThat(figures.processes()).isNaN();
    assertThat(warnings.text().lines())
        .singleElement()
        .asString()
        .contains("process 7 cannot be read")
        .contains("smaps_rollup")
        .contains("--memory off");
  }

  @Test
  void withoutPagemapTheKernelsPssIsNamedAsSuch() throws IOException {
    Path proc = folder.resolve("proc");
    Path process = Files.createDirectories(proc.resolve("7"));
    Files.writeString(proc.resolve("loadavg"), "0.1 0.1 0.1 1/9 7\n");
    Files.writeString(
        process.resolve("stat"), "7 (x) S 1 1 1 0 -1 4 9 0 0 0 60 40 0 0 20 0 1 0 99 0 0\n");
    Files.writeString(process.resolve("statm"), "9 1 0 0 0 0 0\n");
    Files.writeString(
        process.resolve("smaps_rollup"),
        "55-7f ---p 0 00:00 0 [rollup]\nRss: 9 kB\nPss: 8 kB\nPss_Anon: 3 kB\nPss_File: 5 kB\n");
    TreeSampler sampler =
        new TreeSampler(new ProcessTree(ProcFs.at(proc), 7), OFTEN, warnings.asStream());

    sampler.begin();
    TreeFigures figures = sampler.end();

    assertThat(figures.exact()).isZero();
    assertThat(figures.pssPeak()).isEqualTo(8 * 1024);
    assertThat(figures.rawPssPeak()).isEqualTo(8 * 1024);
  }

  @Test
  void withoutPssThereIsRssAlone() throws IOException {
    TreeSampler sampler = sampler(new SamplingOptions(50, SamplingOptions.Pss.OFF, 0));

    sampler.begin();
    TreeFigures figures = sampler.end();

    assertThat(mib(figures.rssPeak())).isGreaterThan(10);
    assertThat(figures.pssPeak()).isNaN();
    assertThat(figures.rawPssPeak()).isNaN();
    assertThat(figures.exact()).isNaN();
    assertThat(figures.heapPeak()).isNaN();
    assertThat(figures.processes()).isNaN();
    assertThat(figures.passSeconds()).isNaN();
    assertThat(figures.samples()).isZero();
  }

  @Test
  void aPassAllocatesLittle() throws IOException {
    top.tell("start");
    ProcessTree tree = new ProcessTree(ProcFs.ofThisMachine(), top.pid());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int passes = 100;
    tree.list();
    int processes = tree.pids().size();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < passes; i++) {
      tree.resident();
      tree.memory();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / passes / processes).isLessThan(12_000);
  }

  private TreeSampler sampler(SamplingOptions options) {
    return new TreeSampler(
        new ProcessTree(ProcFs.ofThisMachine(), top.pid()), options, warnings.asStream());
  }

  private TreeFigures figuresNow() {
    TreeSampler sampler = sampler(OFTEN);
    sampler.begin();
    return sampler.end();
  }

  private double cpuSeconds() {
    try {
      return ProcFs.ofThisMachine().stat(top.pid()).cpuSeconds();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double switchesOfFirstThread() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + top.pid() + "/status"));
    return status.stream()
        .filter(line -> line.startsWith("nonvoluntary_ctxt_switches:"))
        .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
        .sum();
  }

  private static double mib(double bytes) {
    return bytes / MIB;
  }
}
