package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The tests of the charts, which are written in Python: each of them is one test here. They run in
 * an environment below {@code target/}, which is made where it is missing and kept as long as their
 * requirements stay the same.
 */
class PlotProgramIT {
  /** Where Maven says that the project is; other runners start in it. */
  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).toAbsolutePath();

  private static final Path TESTS = PROJECT.resolve("src/test/python");
  private static final List<String> CHARTS = List.of("test_charts.py", "test_published.py");
  private static final Path REQUIREMENTS = TESTS.resolve("requirements.txt");
  private static final Path ENVIRONMENT = PROJECT.resolve("target/python");
  private static final String PYTHON = ENVIRONMENT.resolve("bin/python").toString();

  private static final long LONG_ENOUGH_SECONDS = 600;

  /** What pytest ends with when all tests ran, without failures and with some. */
  private static final List<Integer> RAN = List.of(0, 1);

  @TestFactory
  Stream<DynamicTest> pythonTests() throws Exception {
    List<String> others = new ArrayList<>();
    CHARTS.forEach(file -> others.add("--ignore=" + file));
    others.add(".");
    return tests(others);
  }

  /** They draw hundreds of charts, which takes minutes. */
  @Tag("thorough")
  @TestFactory
  Stream<DynamicTest> chartsSayWhatTheFilesSay() throws Exception {
    return tests(CHARTS);
  }

  private static Stream<DynamicTest> tests(List<String> chosen) throws Exception {
    prepare();
    Path report = ENVIRONMENT.resolve("results.xml");
    Files.deleteIfExists(report);

    List<String> command = new ArrayList<>(List.of(PYTHON, "-m", "pytest", "-q"));
    command.addAll(List.of("-n", "auto", "--dist", "loadgroup", "-p", "no:cacheprovider"));
    command.add("--junitxml=" + report);
    command.addAll(chosen);
    Ended pytest = run(command.toArray(String[]::new));

    assertThat(pytest.code()).as(pytest.said()).isIn(RAN);
    List<Element> cases = cases(report);
    assertThat(cases).as(pytest.said()).isNotEmpty();
    return cases.stream().map(PlotProgramIT::test);
  }

  /** Makes the environment, unless it is there as it should be. */
  private static void prepare() throws Exception {
    Path made = ENVIRONMENT.resolve("made-of.txt");
    String madeOf = pythonVersion() + "\n" + Files.readString(REQUIREMENTS);
    if (Files.exists(made) && Files.readString(made).equals(madeOf)) {
      return;
    }
    Ended venv = run("python3", "-m", "venv", "--clear", ENVIRONMENT.toString());
    if (venv.code() != 0) {
      fail("The tests of plot.py need Python's module venv: " + venv.lastLine());
    }
    Ended pip =
        run(
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--prefer-binary",
            "-r",
            REQUIREMENTS.toString());
    if (pip.code() != 0) {
      fail("The tests of plot.py need what pip could not install: " + pip.lastLine());
    }
    Files.writeString(made, madeOf);
  }

  private static String pythonVersion() throws InterruptedException {
    String old = "import sys; print(sys.version); sys.exit(sys.version_info < (3, 9))";
    try {
      Ended python = run("python3", "-c", old);
      if (python.code() == 0) {
        return python.said();
      }
      return fail("The tests of plot.py need Python 3.9 or newer, not " + python.said());
    } catch (IOException e) {
      return fail("The tests of plot.py need python3, version 3.9 or newer, on the path", e);
    }
  }

  private record Ended(int code, String said) {
    String lastLine() {
      return said.substring(said.lastIndexOf('\n') + 1);
    }
  }

  /** All of the project's Python, by the rules in ruff.toml. */
  @Test
  void pythonFollowsTheRules() throws Exception {
    prepare();
    List<String> python =
        List.of("plot.py", "src/main/python", "src/main/engines", "src/test/python", "data")
            .stream()
            .map(part -> PROJECT.resolve(part).toString())
            .toList();
    for (List<String> verb : List.of(List.of("check"), List.of("format", "--check"))) {
      List<String> ruff = new ArrayList<>(List.of(PYTHON, "-m", "ruff"));
      ruff.addAll(verb);
      ruff.add("--no-cache");
      ruff.addAll(python);

      Ended ended = run(ruff.toArray(String[]::new));

      assertThat(ended.code()).as(ended.said()).isZero();
    }
  }

  private static Ended run(String... command) throws IOException, InterruptedException {
    ProcessBuilder description = new ProcessBuilder(command).directory(TESTS.toFile());
    description.environment().put("BENCHMARKS_JAR", System.getProperty("benchmarks.jar"));
    description.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    // Else matplotlib keeps its list of fonts in the home directory.
    description.environment().put("MPLCONFIGDIR", ENVIRONMENT.resolve("matplotlib").toString());
    try (ChildProgram child = ChildProgram.start(description)) {
      int code = child.exitCode(LONG_ENOUGH_SECONDS);
      return new Ended(code, (child.output().text() + "\n" + child.errors().text()).strip());
    }
  }

  private static List<Element> cases(Path report) throws Exception {
    NodeList nodes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    List<Element> cases = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      cases.add((Element) nodes.item(i));
    }
    return cases;
  }

  private static DynamicTest test(Element result) {
    String name = result.getAttribute("classname") + "::" + result.getAttribute("name");
    return DynamicTest.dynamicTest(
        name,
        () -> {
          for (String bad : List.of("failure", "error")) {
            NodeList found = result.getElementsByTagName(bad);
            if (found.getLength() > 0) {
              fail(name + "\n" + found.item(0).getTextContent());
            }
          }
          if (result.getElementsByTagName("skipped").getLength() > 0) {
            abort(name);
          }
        });
  }
}
