package distilbench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import distilbench.console.InvalidInputException;
import distilbench.model.Geometry;
import distilbench.proctree.ProcessTreeProfiler;
import org.junit.jupiter.api.Test;

/** Which package may use which. */
class HouseRulesTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("distilbench");

  @Test
  void arrowsPointDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("Main")
        .definedBy("distilbench")
        .layer("run")
        .definedBy("distilbench.run..")
        .layer("report")
        .definedBy("distilbench.report..")
        .layer("benchmark")
        .definedBy("distilbench.benchmark..")
        .layer("deployment")
        .definedBy("distilbench.deployment..")
        .layer("worker")
        .definedBy("distilbench.worker..")
        .layer("prepare")
        .definedBy("distilbench.prepare..")
        .layer("probe")
        .definedBy("distilbench.probe..")
        .layer("inference")
        .definedBy("distilbench.inference..")
        .layer("facts")
        .definedBy("distilbench.facts..")
        .layer("model")
        .definedBy("distilbench.model..")
        .layer("proctree")
        .definedBy("distilbench.proctree..")
        .layer("machine")
        .definedBy("distilbench.machine..")
        .layer("corpus")
        .definedBy("distilbench.corpus..")
        .layer("process")
        .definedBy("distilbench.process..")
        .layer("storage")
        .definedBy("distilbench.storage..")
        .layer("console")
        .definedBy("distilbench.console..")
        .whereLayer("Main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("Main")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("Main", "run")
        .whereLayer("benchmark")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("deployment")
        .mayOnlyBeAccessedByLayers("benchmark", "run")
        .whereLayer("worker")
        .mayOnlyBeAccessedByLayers("deployment", "benchmark", "prepare")
        .whereLayer("prepare")
        .mayOnlyBeAccessedByLayers("run", "benchmark")
        .whereLayer("probe")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("inference")
        .mayOnlyBeAccessedByLayers("prepare", "probe", "worker", "deployment", "benchmark")
        .whereLayer("facts")
        .mayOnlyBeAccessedByLayers("run", "benchmark", "proctree")
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers(
            "run", "report", "prepare", "probe", "inference", "worker", "deployment", "benchmark")
        .whereLayer("corpus")
        .mayOnlyBeAccessedByLayers("prepare", "inference", "deployment", "benchmark")
        .whereLayer("machine")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("proctree")
        .mayOnlyBeAccessedByLayers("deployment", "benchmark", "machine", "run")
        .whereLayer("storage")
        .mayOnlyBeAccessedByLayers("model", "inference", "process", "corpus", "prepare", "run")
        .check(classes);
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
                .and(not(resideInAPackage("distilbench.report..")))
                .and(not(belongToAnyOf(InvalidInputException.class, Geometry.class))))
        .check(classes);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("distilbench.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void onlyInferenceAndTheWorkerTouchOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackages("distilbench.inference..", "distilbench.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(classes);
  }

  @Test
  void onlyBenchmarksProfilersAndTheLauncherKnowJmh() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "distilbench.benchmark..", "distilbench.facts..", "distilbench.run..")
        .and()
        .doNotBelongToAnyOf(ProcessTreeProfiler.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.openjdk.jmh..")
        .check(classes);
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
        .check(classes);
  }
}
