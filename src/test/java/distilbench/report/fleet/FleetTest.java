package distilbench.report.fleet;

import static distilbench.report.MeasuredRounds.row;
import static distilbench.report.ResultFiles.probedInInt8;
import static distilbench.report.ResultFiles.with;
import static distilbench.report.ResultFiles.withMetric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.report.MeasuredRounds;
import distilbench.report.ResultFiles;
import distilbench.report.data.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines beside each other: what wins on how many, what changes places, and what texts cost. */
class FleetTest {
  @TempDir private Path folder;

  private final List<RunFile> runs = new ArrayList<>();

  /**
   * A machine with a row in float32 and one in INT8, of three forks each that vary by a percent.
   *
   * @param int8 seconds of the second row
   */
  private FleetTest machine(String name, double float32, double int8) {
    return run(name, name, of("FP32", float32), of("INT8", int8));
  }

  private FleetTest run(String file, String cpu, ObjectNode... rows) {
    MeasuredRounds run = new MeasuredRounds(facts(cpu));
    Stream.of(rows).forEach(run::add);
    runs.add(RunFile.read(run.write(folder, file)));
    return this;
  }

  private static ObjectNode facts(String cpu) {
    return probedInInt8(ResultFiles.facts(cpu, 150, 151, 149), 400, 400, 400);
  }

  private static ObjectNode of(String precision, double seconds) {
    return with(passes("SERVER", seconds), "precision", precision);
  }

  private static ObjectNode passes(String deployment, double seconds) {
    return row(deployment, 300, seconds, 1.01 * seconds, 0.99 * seconds);
  }

  private Fleet fleet(Prices prices) {
    List<Fleet> fleets = Fleet.of(runs, prices);
    assertThat(fleets).hasSize(1);
    return fleets.get(0);
  }

  private List<String> sentences() {
    return new FleetText(fleet(Prices.NONE)).sentences();
  }

  @Test
  void whatWinsOnMostMachinesIsSaidAndWhereItDoesNot() {
    machine("Zen 3", 10, 12).machine("Zen 4", 10, 4).machine("Xeon", 10, 3).machine("Arm", 10, 5);

    assertThat(sentences())
        .containsExactly(
            "precision: INT8 wins on 3 of 4 machines; FP32 on Zen 3, 2 cores.",
            "SERVER precision=FP32 is faster than SERVER precision=INT8 on Zen 3, 2 cores, and slower"
                + " on Zen 4, 2 cores and Xeon, 2 cores and Arm, 2 cores.");
  }

  @Test
  void whatNoIntervalShowsDecidesNothing() {
    machine("Zen 3", 10, 10.05).machine("Zen 4", 10, 4);

    assertThat(sentences())
        .containsExactly(
            "precision: INT8 wins on 1 of 2 machines; no difference is shown on Zen 3, 2 cores.",
            "No two rows are shown to change places from one machine to another.");
  }

  @Test
  void whatWinsEverywhereIsSaidToDoSo() {
    machine("Zen 4", 10, 4).machine("Xeon", 20, 6);

    assertThat(sentences()).startsWith("precision: INT8 wins on all 2 machines.");
  }

  /** Its forks were disturbed: the row has a mark and no rank, and wins nothing. */
  @Test
  void anInvalidRowIsShownAndWinsNothing() {
    machine("Zen 4", 10, 4).machine("Xeon", 20, 6);
    run("Arm", "Arm", of("FP32", 10), withMetric(of("INT8", 5), "fork.environment", 0, 0, 0));

    Fleet fleet = fleet(Prices.NONE);

    assertThat(fleet.rows())
        .filteredOn(row -> row.machine().name().startsWith("Arm"))
        .extracting(FleetRow::timeMark, fleet::rank)
        .containsExactly(tuple("", OptionalInt.of(1)), tuple("!", OptionalInt.empty()));
    assertThat(sentences()).startsWith("precision: INT8 wins on all 2 machines.");
  }

  @Test
  void ranksAreThoseOfOneMachineAndTiesShareThem() {
    for (String cpu : List.of("Zen 4", "Xeon")) {
      run(
          cpu,
          cpu,
          of("FP32", 10),
          of("INT8", 10.05),
          passes("THREADS", cpu.equals("Xeon") ? 20 : 5));
    }

    Fleet fleet = fleet(Prices.NONE);

    assertThat(fleet.rows())
        .extracting(row -> fleet.rank(row).orElseThrow())
        .containsExactly(2, 2, 1, 1, 1, 3);
  }

  @Test
  void timesAreGivenPerCorePerGflopAndInMoney() throws Exception {
    machine("Zen 4", 10, 4).machine("Xeon", 20, 6);
    Fleet fleet = fleet(prices("machine,per_hour\n\"Xeon, 2 cores\",0.36\n"));

    FleetRow xeon = fleet.rows().get(3);

    assertThat(xeon.row().time().value()).isCloseTo(24, within(0.01)); // 6 s for 250 texts
    assertThat(xeon.coreSeconds().value()).isCloseTo(48, within(0.01));
    assertThat(xeon.work().value()).isCloseTo(24 * 0.4, within(0.01));
    assertThat(xeon.cost().value()).isCloseTo(24 * 1000 / 3600.0 * 0.36, within(0.01));
    assertThat(fleet.rows().get(0).cost().value()).isNaN();
  }

  @Test
  void otherWorkIsLeftOutAndSaid() {
    machine("Zen 4", 10, 4);
    run("Xeon", "Xeon", of("FP32", 10), withMetric(of("INT8", 5), "work.tokens", 7, 7, 7));

    Fleet fleet = fleet(Prices.NONE);

    assertThat(fleet.rows()).hasSize(2);
    assertThat(fleet.leftOut())
        .containsExactly(
            "SERVER precision=INT8 on Xeon, 2 cores: other tokens or another model than on Zen 4, 2"
                + " cores",
            "1 row of one run alone");
  }

  /** Before there was a parameter for the precision, everything was in float32. */
  @Test
  void aFileFromBeforeAParameterHasItsDefault() {
    machine("Zen 4", 4, 10);
    run("old", "Xeon", passes("SERVER", 10));

    assertThat(fleet(Prices.NONE).rankedByTitle().values())
        .extracting(each -> each.size())
        .containsExactly(2);
  }

  @Test
  void runsOfOneMachineAreToldApartByTheirFiles() throws Exception {
    run("monday", "Xeon", of("FP32", 10));
    run("tuesday", "Xeon", of("FP32", 10));

    Fleet fleet = fleet(prices("machine,per_hour\nmonday,1\n"));

    assertThat(fleet.machines())
        .extracting(FleetMachine::name, FleetMachine::perHour)
        .containsExactly(
            tuple("monday, Xeon, 2 cores", 1.0), tuple("tuesday, Xeon, 2 cores", Double.NaN));
  }

  @Test
  void oneMachineIsNoFleet() {
    machine("Zen 4", 10, 4);

    assertThat(Fleet.of(runs, Prices.NONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "machine;price | has no columns machine and per_hour",
        "machine,per_hour;\"Xeon, 2 cores\",free | line 2: 'free' is no price of an hour",
        "machine,per_hour;x,-1 | line 2: '-1' is no price of an hour",
        "machine,per_hour;x,1;x,2 | line 3, names 'x' again",
        "machine,per_hour;x | line 2, has not one value for each column",
        "machine,per_hour;\"x,1 | cannot be read",
        "machine,per_hour;Xenon,1 | no result is of the machine 'Xenon'",
      })
  void pricesThatMeanNothingAreRefusedInOneLine(String lines, String said) {
    machine("Zen 4", 10, 4).machine("Xeon", 20, 6);

    assertThatThrownBy(() -> fleet(prices(lines.replace(';', '\n'))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n");
  }

  private Prices prices(String text) throws IOException {
    return Prices.read(Files.writeString(folder.resolve("prices.csv"), text));
  }
}
