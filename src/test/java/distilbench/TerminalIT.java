package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever files hold, a terminal is not commanded by it, and rows that differ look different. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class TerminalIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Red, the window's title, back to the line's beginning, C1, right to left. */
  private static final String HOSTILE = "\u001b[31m\u001b]0;t\u0007\r\u009b1m\u202e";

  private static final String UTF_8 = "C.UTF-8";
  private static final String PLAIN = "C";

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void generateTinyModel() throws Exception {
    assertThat(JarRun.in(shared, "model", "generate", "tiny", "--geometry", "tiny").exitCode())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {UTF_8, PLAIN})
  void aReportCommandsNothing(String locale) throws Exception {
    ArrayNode rows = JSON.createArrayNode();
    rows.add(row("demo." + HOSTILE + ".one", "a" + HOSTILE, "us" + HOSTILE, "l" + HOSTILE));
    rows.add(row("demo." + HOSTILE + ".one", "line\nbreak\ttab", "us" + HOSTILE, "plain"));
    JSON.writeValue(folder.resolve("r.json").toFile(), rows);
    ObjectNode facts = JSON.createObjectNode();
    facts.putObject("run").put("end", HOSTILE).putArray("rows");
    facts.putObject("machine").putObject("cpu").put("model", HOSTILE);
    JSON.writeValue(folder.resolve("r.env.json").toFile(), facts);

    JarRun report = run(locale, "report", "r.json");

    assertThat(report.exitCode()).as(report.errors()).isZero();
    assertHarmless(report);
    assertThat(report.output())
        .contains("a\\u001b[31m\\u001b]0;t\\u0007\\u000d\\u009b1m\\u202e")
        .contains("line\\u000abreak\\u0009tab")
        .contains("l\\u001b[31m");
  }

  @Test
  void withoutUnicodeRowsThatDifferLookDifferentAndStandBelowEachOther() throws Exception {
    ArrayNode rows = JSON.createArrayNode();
    for (String name : List.of("weiß", "weiü", "葡萄酒", "红葡萄", "😀")) {
      rows.add(row("demo.Reading.one", name, "us/op", "plain"));
    }
    JSON.writeValue(folder.resolve("r.json").toFile(), rows);

    JarRun report = run(PLAIN, "report", "r.json");

    assertThat(report.output())
        .contains("wei\\u00df ", "wei\\u00fc ", "\\u8461\\u8404\\u9152", "\\ud83d\\ude00 ")
        .doesNotContain("?");
    List<Integer> scores =
        report
            .output()
            .lines()
            .filter(l -> l.contains("12.5"))
            .map(l -> l.indexOf("12.5"))
            .toList();
    assertThat(scores).as("scores and one further metric").hasSize(10);
    assertThat(scores.subList(0, 5)).containsOnly(scores.get(0));
    assertThat(scores.subList(5, 10)).containsOnly(scores.get(5));

    assertThat(run(UTF_8, "report", "r.json").output()).contains("weiß", "葡萄酒", "😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {UTF_8, PLAIN})
  void aCorpusCommandsNothing(String locale) throws Exception {
    Files.writeString(folder.resolve("c.csv"), "\"" + HOSTILE + "a\", description,ß\n1,2,3\n");

    JarRun refused = measure(locale, "-p", "corpus=c.csv");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertHarmless(refused);
    assertThat(refused.errors().lines())
        .singleElement()
        .asString()
        .contains("'\\u001b[31m\\u001b]0;t\\u0007\\u000d\\u009b1m\\u202ea', ' description', ")
        .contains(locale.equals(UTF_8) ? "'ß'" : "'\\u00df'");
  }

  /** What somebody else called a file, and a shell completed. */
  @Test
  void namesCommandNothing() throws Exception {
    String name = "\u001b[31mred\u202e";
    Files.write(folder.resolve(name + ".csv"), new byte[] {(byte) 0xff});
    String output = "";
    for (List<String> arguments :
        List.of(
            List.of("-p", "corpus=" + name + ".csv"),
            List.of("-p", "corpus=" + name),
            List.of("-p", "model=" + name),
            List.of("-p", "deployment=" + name),
            List.of("-p", name + "=1"),
            List.of("-rff", name + "/r.json"),
            List.of("-jvm", name),
            List.of("-prof", name),
            List.of("-rf", name),
            List.of("--preset", name),
            List.of(name))) {
      JarRun refused = measure(UTF_8, arguments.toArray(String[]::new));

      assertThat(refused.exitCode()).as(arguments + refused.output()).isEqualTo(2);
      assertHarmless(refused);
      assertThat(refused.errors().lines()).as(refused.errors()).hasSize(1);
      output += refused.errors();
    }
    assertThat(output).contains("\\u001b[31mred\\u202e");
    JarRun report = run(UTF_8, "report", name);
    assertThat(report.exitCode()).isEqualTo(2);
    assertHarmless(report);
  }

  @Test
  void aMeasuredRowCommandsNothing() throws Exception {
    String name = "\u001b[31mred.csv";
    Files.writeString(folder.resolve(name), "description\na fine wine\nanother one\n");
    Files.writeString(folder.resolve("plain.csv"), "description\na fine wine\nanother one\n");

    JarRun run =
        measure(
            UTF_8,
            "-p",
            "corpus=plain.csv," + name,
            "-p",
            "texts=2",
            "-p",
            "deployment=CONTROL",
            "-f",
            "1",
            "-jvmArgsAppend",
            "-Dx=\u001b[31m");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertHarmless(run);
    assertThat(run.output())
        .contains("CorpusPass.pass corpus=\\u001b[31mred.csv")
        .contains("-Dx=\\u001b[31m");
  }

  @Test
  void aNameThatTheLocaleHasNoLettersForIsRefusedInOneLine() throws Exception {
    Files.writeString(folder.resolve("weiß.csv"), "description\na fine wine\n");

    for (String argument : List.of("corpus=weiß.csv", "model=weiß")) {
      JarRun refused = measure(PLAIN, "-p", argument);

      assertThat(refused.exitCode()).as(refused.output() + refused.errors()).isEqualTo(2);
      assertThat(refused.errors().lines())
          .singleElement()
          .asString()
          .startsWith("Java could not read all letters of '" + argument.split("ß")[0] + "\\ufffd")
          .endsWith("run with LC_ALL=C.UTF-8");
    }
  }

  private static ObjectNode row(String benchmark, String parameter, String unit, String label) {
    ObjectNode row = JSON.createObjectNode();
    row.put("jmhVersion", "1.37").put("benchmark", benchmark).put("mode", "avgt");
    row.put("threads", 1).put("forks", 1).put("measurementIterations", 1);
    row.putObject("params").put("text", parameter);
    row.set("primaryMetric", metric(unit));
    row.putObject("secondaryMetrics").set(label, metric(unit));
    return row;
  }

  private static ObjectNode metric(String unit) {
    ObjectNode metric = JSON.createObjectNode();
    metric.put("score", 12.5).put("scoreError", "NaN").put("scoreUnit", unit);
    metric.putObject("scorePercentiles").put("50.0", 12.5);
    metric.putArray("rawData").addArray().add(12.5);
    return metric;
  }

  private static void assertHarmless(JarRun run) {
    assertThat(run.output() + run.errors())
        .doesNotContainPattern("[\\p{Cntrl}\\x{80}-\\x{9f}\\u202e&&[^\\n\\t]]");
  }

  private JarRun measure(String locale, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(arguments));
    if (line.stream().noneMatch(argument -> argument.startsWith("model="))) {
      line.addAll(List.of("-p", "model=" + shared.resolve("tiny")));
    }
    return run(locale, line.toArray(String[]::new));
  }

  private JarRun run(String locale, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djmh.ignoreLock=true",
                "-Djava.io.tmpdir=" + folder,
                "-jar",
                System.getProperty("benchmarks.jar")));
    command.addAll(List.of(arguments));
    ProcessBuilder jar = new ProcessBuilder(command).directory(folder.toFile());
    jar.environment().put("LC_ALL", locale);
    try (ChildProgram run = ChildProgram.start(jar)) {
      return new JarRun(run.exitCode(), run.output().text(), run.errors().text());
    }
  }
}
