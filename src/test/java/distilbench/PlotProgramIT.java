package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import distilbench.PythonEnvironment.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The tests that are written in Python: each of them is one test here. */
class PlotProgramIT {
  private static final Path TESTS = Project.FOLDER.resolve("src/test/python");
  private static final List<String> CHARTS = List.of("test_charts.py", "test_published.py");
  private static final PythonEnvironment ENVIRONMENT =
      new PythonEnvironment(
          Project.FOLDER.resolve("target/python"), TESTS.resolve("requirements.txt"), 9);

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
    ENVIRONMENT.prepare();
    Path report = ENVIRONMENT.folder().resolve("results.xml");
    Files.deleteIfExists(report);

    List<String> command = new ArrayList<>(List.of(ENVIRONMENT.python(), "-m", "pytest", "-q"));
    command.addAll(List.of("-n", "auto", "--dist", "loadgroup", "-p", "no:cacheprovider"));
    command.add("--junitxml=" + report);
    command.addAll(chosen);
    Ended pytest = run(command.toArray(String[]::new));

    assertThat(pytest.code()).as(pytest.said()).isIn(RAN);
    List<Element> cases = cases(report);
    assertThat(cases).as(pytest.said()).isNotEmpty();
    return cases.stream().map(PlotProgramIT::test);
  }

  /** All of the project's Python, by the rules in ruff.toml. */
  @Test
  void pythonFollowsTheRules() throws Exception {
    ENVIRONMENT.prepare();
    List<String> python =
        List.of("plot.py", "src/main/python", "src/main/engines", "src/test/python", "data")
            .stream()
            .map(part -> Project.FOLDER.resolve(part).toString())
            .toList();
    for (List<String> verb : List.of(List.of("check"), List.of("format", "--check"))) {
      List<String> ruff = new ArrayList<>(List.of(ENVIRONMENT.python(), "-m", "ruff"));
      ruff.addAll(verb);
      ruff.add("--no-cache");
      ruff.addAll(python);

      Ended ended = run(ruff.toArray(String[]::new));

      assertThat(ended.code()).as(ended.said()).isZero();
    }
  }

  private static Ended run(String... command) throws IOException, InterruptedException {
    return PythonEnvironment.run(
        TESTS,
        Map.of(
            "BENCHMARKS_JAR",
            System.getProperty("benchmarks.jar"),
            "PYTHONDONTWRITEBYTECODE",
            "1",
            // Else matplotlib keeps its list of fonts in the home directory.
            "MPLCONFIGDIR",
            ENVIRONMENT.folder().resolve("matplotlib").toString()),
        command);
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
