package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import distilbench.benchmark.ClosedLoop;
import distilbench.benchmark.ColdStart;
import distilbench.benchmark.CorpusPass;
import distilbench.benchmark.OpenLoop;
import distilbench.benchmark.Roofline;
import distilbench.benchmark.Soak;
import distilbench.benchmark.Tokenize;
import distilbench.deployment.Deployment;
import distilbench.launcher.plan.ParameterCheck;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RowPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Pages and javadoc name what exists, and what exists is on its page. */
class DocumentationTest {
  private static final Path SITE = Path.of("src/site/markdown");
  private static final Path SOURCES = Path.of("src/main/java/distilbench");

  /** In javadoc. */
  private static final String COMMAND = " * java -jar target/benchmarks.jar";

  /** Everything else below the project is built, generated or somebody's own. */
  private static final List<String> FOLDERS = List.of("data", "jmh-results", "models", "src");

  /** In Markdown's code: a class or test, perhaps with folders before it or a method behind it. */
  private static final Pattern NAMED_CLASS =
      Pattern.compile("(?<=[`=,'])((?:[a-z]+/)*[A-Z][a-z]\\w+)(?=[`.,'# ])(?!\\.md)");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(""))) {
      files.filter(DocumentationTest::isPage).forEach(pages::add);
    }
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(DocumentationTest::isPage).forEach(pages::add);
      }
    }
    return pages.stream().sorted().toList();
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }

  @Test
  void theProjectHasItsPages() throws IOException {
    assertThat(pages())
        .contains(Path.of("README.md"), Path.of("CONTRIBUTING.md"), SITE.resolve("metrics.md"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    for (String link : Page.read(page).links()) {
      if (link.matches("[a-z]+:.*")) {
        continue;
      }
      String[] fileAndAnchor = link.split("#", 2);
      Path target = page.resolveSibling(fileAndAnchor[0]).normalize();
      if (fileAndAnchor[0].isEmpty()) {
        target = page;
      }
      assertThat(target).as("%s links to %s", page, link).exists();
      if (fileAndAnchor.length == 2) {
        assertThat(Page.read(target).anchors())
            .as("%s links to %s", page, link)
            .contains(fileAndAnchor[1]);
      }
    }
  }

  @Test
  void everyPageOfTheReferenceIsLinkedFromAnotherOne() throws IOException {
    Set<Path> linked = new LinkedHashSet<>();
    for (Path page : pages()) {
      for (String link : Page.read(page).links()) {
        linked.add(page.resolveSibling(link.replaceFirst("#.*", "")).normalize());
      }
    }
    try (Stream<Path> files = Files.list(SITE)) {
      assertThat(linked).containsAll(files.toList());
    }
  }

  @Test
  void everyParameterIsDescribedWithItsDefault() throws IOException {
    String description = Files.readString(SITE.resolve("parameters.md"));
    Set<Default> defaults = defaults();

    assertThat(defaults).extracting(Default::name).contains("deployment", "texts", "shape");
    for (Default parameter : defaults) {
      String name = parameter.name();
      String values =
          name.equals("deployment") ? "all of them" : String.join(", ", parameter.values());
      assertThat(description.lines().map(line -> line.replace("`", "")))
          .as("default of " + name)
          .anyMatch(line -> line.startsWith("| " + name + " | " + values + " | "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        CorpusPass.class,
        ClosedLoop.class,
        ColdStart.class,
        Soak.class,
        OpenLoop.class,
        Tokenize.class,
        Roofline.class
      })
  void theJavadocOfABenchmarkShowsCommandsThatRunIt(Class<?> benchmark) throws Exception {
    Path source = SOURCES.resolve("benchmark/" + benchmark.getSimpleName() + ".java");
    List<String> commands =
        Files.readString(source)
            .lines()
            .filter(line -> line.startsWith(COMMAND))
            .map(line -> line.substring(COMMAND.length()).strip())
            .toList();

    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      if (command.isEmpty()) {
        // What it runs is the launcher's default.
        assertThat(benchmark).isEqualTo(CorpusPass.class);
        continue;
      }
      List<String> words = List.of(command.split(" "));
      Set<String> parameters = new HashSet<>();
      for (int i = 1; i < words.size(); i++) {
        if (words.get(i - 1).equals("-p")) {
          parameters.add(words.get(i).replaceFirst("=.*", ""));
        }
      }
      List<PlannedRow> rows =
          RowPlan.of(new CommandLineOptions(words.toArray(String[]::new)), parameters);
      assertThat(rows)
          .as(command)
          .isNotEmpty()
          .allSatisfy(
              row -> {
                assertThat(row.row().benchmark()).startsWith(benchmark.getName() + ".");
                assertThatCode(() -> ParameterCheck.check(row.row())).doesNotThrowAnyException();
              });
    }
  }

  private record Default(String name, List<String> values) {}

  /** Of all benchmarks, as JMH read them from the annotations. */
  private static Set<Default> defaults() {
    Set<Default> defaults = new LinkedHashSet<>();
    for (BenchmarkListEntry benchmark :
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                List.of())) {
      // Those of tests stand in other packages.
      if (benchmark.getUserClassQName().startsWith("distilbench.benchmark.")) {
        benchmark
            .getParams()
            .orElse(Map.of())
            .forEach((name, values) -> defaults.add(new Default(name, List.of(values))));
      }
    }
    return defaults;
  }

  @ParameterizedTest
  @EnumSource
  void everyDeploymentIsDescribed(Deployment deployment) {
    assertThat(SITE.resolve("benchmarks-and-deployments.md"))
        .content()
        .contains("\n| `" + deployment + "` | ");
  }

  /** Steps that name a class, a file or a test that has moved are worse than none. */
  @Test
  void whatTheStepsForContributorsNameExists() throws IOException {
    Set<String> sources = sources();
    String steps = Files.readString(Path.of("CONTRIBUTING.md"));

    assertThat(NAMED_CLASS.matcher(steps).results().map(found -> found.group(1)).distinct())
        .hasSizeGreaterThan(10)
        .isSubsetOf(sources);
  }

  /** Names of classes, with and without their package's folders. */
  private static Set<String> sources() throws IOException {
    Set<String> names = new HashSet<>();
    for (Path root : List.of(SOURCES, Path.of("src/test/java/distilbench"))) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(file -> root.relativize(file).toString().replace('\\', '/'))
            .map(file -> file.substring(0, file.length() - ".java".length()))
            .forEach(name -> names.addAll(List.of(name, name.replaceFirst(".*/", ""))));
      }
    }
    return names;
  }

  @Test
  void everyFolderOfTheSourcesIsOnThePlan() throws IOException {
    List<String> plan = Files.readAllLines(SITE.resolve("house.md"));
    try (Stream<Path> folders = Files.walk(SOURCES)) {
      assertThat(folders.filter(Files::isDirectory).filter(folder -> !folder.equals(SOURCES)))
          .allSatisfy(
              folder -> {
                int depth = SOURCES.relativize(folder).getNameCount();
                String line = "  ".repeat(depth) + folder.getFileName() + "/ ";
                assertThat(plan).as("%s", folder).anyMatch(drawn -> drawn.startsWith(line));
              });
    }
  }

  /**
   * A page as GitHub shows it.
   *
   * @param links where links and images lead, as written
   * @param anchors of its headings
   */
  private record Page(List<String> links, List<String> anchors) {
    static Page read(Path file) throws IOException {
      Parser parser = Parser.builder().extensions(List.of(TablesExtension.create())).build();
      Node document = parser.parse(Files.readString(file, StandardCharsets.UTF_8));
      Page page = new Page(new ArrayList<>(), new ArrayList<>());
      document.accept(new Reader(page));
      return page;
    }
  }

  private static final class Reader extends AbstractVisitor {
    private final IdGenerator ids = IdGenerator.builder().build();
    private final Page page;

    Reader(Page page) {
      this.page = page;
    }

    @Override
    public void visit(Link link) {
      page.links().add(link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      page.links().add(image.getDestination());
      visitChildren(image);
    }

    @Override
    public void visit(Heading heading) {
      StringBuilder text = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text words) {
              text.append(words.getLiteral());
            }

            @Override
            public void visit(Code code) {
              text.append(code.getLiteral());
            }
          });
      page.anchors().add(ids.generateId(text.toString()));
      visitChildren(heading);
    }
  }
}
