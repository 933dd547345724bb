package distilbench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import distilbench.inference.OnnxSessions;
import distilbench.machine.noise.NoiseProfiler;
import distilbench.model.ForwardPass;
import distilbench.model.Geometry;
import distilbench.model.Operations;
import distilbench.proctree.ProcessTreeProfiler;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which package may use which. */
class HouseRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("jmh_generated"))
          .importPackages("distilbench");

  /**
   * What each package may use, itself aside; "" is that of Main. A package that is not named here
   * fails the test.
   */
  private static final Map<String, Set<String>> ARROWS = new LinkedHashMap<>();

  static {
    arrow("", "console format launcher launcher.capacity launcher.choose report");
    arrow(
        "launcher",
        "launcher.bench launcher.capacity launcher.choose launcher.output launcher.plan launcher.rounds launcher.sidecar benchmark"
            + " report format gemm machine machine.noise model model.graph model.hub"
            + " model.synthetic exporting proctree prepare section jvm storage console");
    arrow(
        "launcher.choose",
        "launcher.bench launcher.capacity launcher.plan deployment model machine report report.choice"
            + " report.data report.text format prepare console");
    arrow(
        "launcher.capacity",
        "launcher.bench launcher.plan machine report.choice report.data report.text format prepare"
            + " console");
    arrow(
        "launcher.bench",
        "launcher.output launcher.plan launcher.rounds launcher.sidecar prepare report format gemm"
            + " machine machine.noise model proctree section jvm storage console");
    arrow(
        "launcher.rounds",
        "launcher.sidecar launcher.plan launcher.output prepare engine machine model jvm format storage"
            + " console");
    arrow(
        "launcher.sidecar",
        "launcher.plan format prepare gemm model machine machine.noise jvm storage console");
    arrow("launcher.plan", "benchmark deployment engine prepare model format console");
    arrow("launcher.output", "jvm console");
    arrow(
        "report",
        "report.data report.verdict report.choice report.text report.json report.compare"
            + " report.fleet report.tracking format console");
    arrow("report.tracking", "report.data report.verdict format console");
    arrow("report.compare", "report.data report.text report.json format console");
    arrow(
        "report.json",
        "report.data report.verdict report.choice report.fleet report.text format console");
    arrow("report.text", "report.data report.verdict report.choice report.fleet format console");
    arrow("report.fleet", "report.data report.verdict format console");
    arrow("report.choice", "report.data report.verdict format console");
    arrow("report.verdict", "report.data format console");
    arrow("report.data", "format model console");
    arrow(
        "benchmark",
        "deployment engine worker prepare gemm reference inference section load model machine corpus"
            + " jvm format console");
    arrow("deployment", "worker reference inference model proctree corpus jvm console");
    arrow(
        "prepare",
        "engine worker reference variant importing inference model model.synthetic machine corpus jvm"
            + " storage console");
    arrow("engine", "worker reference inference exporting model jvm storage console");
    arrow("variant", "importing model model.graph machine storage console");
    arrow(
        "importing",
        "reference inference model model.graph model.safetensors corpus proctree machine jvm"
            + " storage console");
    arrow("exporting", "model model.graph model.safetensors storage console");
    arrow("worker", "reference inference model jvm console");
    arrow("reference", "inference model corpus storage console");
    arrow("gemm", "inference model model.graph model.synthetic machine jvm console");
    arrow("inference", "model machine jvm storage console");
    arrow("proctree", "section format");
    arrow("section", "load jvm format");
    arrow("load", "format console");
    arrow("model", "storage console");
    arrow("model.synthetic", "model model.graph storage console");
    arrow("model.safetensors", "model.graph storage console");
    arrow("model.graph", "model storage console");
    arrow("model.hub", "storage console");
    arrow("machine", "console");
    arrow("machine.noise", "machine proctree section format");
    arrow("corpus", "storage console");
    arrow("jvm", "storage console");
    arrow("format", "storage console");
    arrow("storage", "console");
    arrow("console", "");
  }

  private static void arrow(String from, String to) {
    ARROWS.put(from, Set.of(to.isEmpty() ? new String[0] : to.split(" ")));
  }

  @Test
  void everyPackageUsesOnlyWhatItMay() {
    for (JavaClass user : CLASSES) {
      String from = packageOf(user);
      assertThat(ARROWS).as(user.getName()).containsKey(from);
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        JavaClass used = dependency.getTargetClass();
        if (used.getPackageName().startsWith("distilbench") && !packageOf(used).equals(from)) {
          assertThat(ARROWS.get(from)).as(dependency.getDescription()).contains(packageOf(used));
        }
      }
    }
  }

  private static String packageOf(JavaClass type) {
    return type.getPackageName().replaceFirst("^distilbench\\.?", "");
  }

  /** A newcomer learns from it what belongs into the package and what does not. */
  @Test
  void everyPackageSaysWhatBelongsInIt() {
    for (String name : ARROWS.keySet()) {
      Path info =
          Path.of("src/main/java/distilbench", name.split("\\.")).resolve("package-info.java");
      assertThat(info).exists();
    }
  }

  /** What it says must follow from what was written down, whoever measured it. */
  @Test
  void reportsReadFilesOnly() {
    noClasses()
        .that()
        .resideInAPackage("distilbench.report..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("distilbench..")
                .and(
                    not(
                        resideInAnyPackage(
                            "distilbench.report..",
                            "distilbench.format..",
                            "distilbench.console..")))
                .and(not(belongToAnyOf(Geometry.class, ForwardPass.class, Operations.class))))
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("distilbench.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyInferenceAndProductsTouchOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackages("distilbench.inference..", "distilbench.gemm..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(CLASSES);
  }

  /** What a session's options are, threads above all, decides what is measured. */
  @Test
  void sessionsAreOpenedInOnePlace() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(OnnxSessions.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(OrtSession.SessionOptions.class)
        .orShould()
        .callMethodWhere(
            target(owner(assignableTo(OrtEnvironment.class))).and(target(name("createSession"))))
        .check(CLASSES);
  }

  @Test
  void onlyBenchmarksProfilersAndTheLauncherKnowJmh() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "distilbench.benchmark..", "distilbench.section..", "distilbench.launcher..")
        .and()
        .doNotBelongToAnyOf(ProcessTreeProfiler.class, NoiseProfiler.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.openjdk.jmh..")
        .check(CLASSES);
  }

  /** It starts helper processes, which no measured process may have. */
  @Test
  void onlyMachineFactsUseOshi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("distilbench.machine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("oshi..")
        .check(CLASSES);
  }
}
