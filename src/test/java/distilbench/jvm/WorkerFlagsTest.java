package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers get their fork's flags, but for what two processes cannot share. */
class WorkerFlagsTest {

  @Test
  void everyUsualFlagIsPassedOn() {
    WorkerFlags workers = WorkerFlags.of(JvmFlags.ALL);

    assertThat(workers.passed()).isEqualTo(JvmFlags.ALL);
    assertThat(workers.withheld()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx8m",
        "-XX:+UseG1GC",
        "-XX:-PrintWarnings",
        "-XX:NativeMemoryTracking=summary",
        "-Dcom.sun.management.jmxremote",
        "-javaagent:agent.jar=mode=fast",
        "-Xlog:gc:file=gc-%p.log",
        "-agentpath:libasyncProfiler.so=start,file=%p.html",
        "-XX:StartFlightRecording:settings=profile,filename=%p.jfr",
        "-XX:ErrorFile=crash.log"
      })
  void whatEachProcessCanHaveIsPassedOn(String flag) {
    assertThat(WorkerFlags.of(List.of(flag)).passed()).containsExactly(flag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
        "-Xrunjdwp:transport=dt_socket,server=y,address=5005",
        "-Dcom.sun.management.jmxremote.port=9010",
        "-Dcom.sun.management.jmxremote.rmi.port=9010",
        "-Xlog:gc",
        "-Xlog:gc:file=gc.log",
        "-Xloggc:gc.log",
        "-verbose:gc",
        "-XX:+PrintCommandLineFlags",
        "-XX:ArchiveClassesAtExit=all.jsa",
        "-XX:DumpLoadedClassList=classes.txt",
        "-XX:StartFlightRecording:filename=run.jfr",
        "-XX:StartFlightRecording=settings=profile,filename=run.jfr",
        "-agentpath:libasyncProfiler.so=start,file=run.html"
      })
  void whatOnlyOneProcessCanHaveStaysWithTheFork(String flag) {
    WorkerFlags workers = WorkerFlags.of(List.of("-Xmx8m", flag, "-Xss1m"));

    assertThat(workers.passed()).containsExactly("-Xmx8m", "-Xss1m");
    assertThat(workers.withheld()).containsExactly(flag);
  }

  /** The JVM takes one archive, the last that it is told. */
  @Test
  void theUsersOwnClassArchiveIsUsedInsteadOfOurs() {
    List<String> ours = List.of("-XX:SharedArchiveFile=ours.jsa");

    assertThat(WorkerFlags.of(List.of("-Xmx8m")).commandLine(ours)).containsAll(ours);
    for (String theirs : List.of("-XX:SharedArchiveFile=theirs.jsa", "-Xshare:off")) {
      assertThat(WorkerFlags.of(List.of(theirs)).commandLine(ours))
          .contains(theirs)
          .doesNotContainAnyElementsOf(ours);
    }
  }
}
