package distilbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import distilbench.console.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @TempDir private Path folder;

  /**
   * One worker that takes the same time for each call is an M/D/1 queue, in which a call waits rho
   * s / (2 (1 - rho)) on average (Pollaczek and Khinchine). 3.3 standard errors of the mean over
   * seeds leave out one run of a thousand; the seeds are fixed.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.7})
  void waitingTimesOfPoissonArrivalsAreThoseOfTheory(double load) {
    double[] means = SingleServer.meanWaits(5_000, load, 1, 400);

    double theory = SingleServer.theory(load, 1);
    double error = Math.sqrt(StatUtils.variance(means) / means.length);
    assertThat(error).isLessThan(0.01 * theory);
    assertThat(StatUtils.mean(means)).isCloseTo(theory, within(3.3 * error));
  }

  @Test
  void aSeedGivesTheSameScheduleAndAnotherSeedAnotherOne() {
    assertThat(arrivals(Schedule.poisson(100, 10, 1, 2)))
        .isEqualTo(arrivals(Schedule.poisson(100, 10, 1, 2)))
        .isNotEqualTo(arrivals(Schedule.poisson(100, 10, 1, 3)))
        .isNotEqualTo(arrivals(Schedule.poisson(100, 10, 2, 2)))
        .isSorted();
  }

  /** On every JDK and machine: published runs are repeated with it. */
  @Test
  void theFirstArrivalsOfASeedStayWhatTheyAre() {
    assertThat(arrivals(Schedule.poisson(5, 10, 1, 1)))
        .containsExactly(171_802_467, 265_130_115, 349_923_954, 392_388_441, 431_986_958);
  }

  @Test
  void constantArrivalsAreEquallyFarApart() {
    Schedule schedule = Schedule.constant(4, 8);

    assertThat(arrivals(schedule)).containsExactly(0, 125_000_000, 250_000_000, 375_000_000);
    assertThat(schedule.seconds()).isEqualTo(0.5);
  }

  @Test
  void arrivalsOfAFileKeepTheirDistances() throws Exception {
    Schedule schedule = Schedule.read(file("100.5\n100.75\n 102.5 \n\n"));

    assertThat(arrivals(schedule)).containsExactly(0, 250_000_000, 2_000_000_000);
    assertThat(schedule.calls() / schedule.seconds()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1;x       | line 2: not a time in seconds",
        "1;NaN     | line 2: not a time in seconds",
        "1;2;1.5   | line 3: before the line above",
        "3         | no two different times",
        "3;3       | no two different times",
        "''        | no two different times"
      })
  void whatIsNoScheduleIsRefused(String lines, String problem) throws Exception {
    Path file = file(lines.replace(';', '\n'));

    assertThatThrownBy(() -> Schedule.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> Schedule.read(folder.resolve("none")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("No such file");
  }

  @Test
  void aFileWithMoreCallsThanAForkCanRecordIsRefused() throws Exception {
    Path file = file("1\n".repeat(Schedule.MOST_CALLS + 1));

    assertThatThrownBy(() -> Schedule.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("more than 100000 lines");
  }

  private Path file(String content) throws Exception {
    return Files.writeString(folder.resolve("arrivals.txt"), content);
  }

  private static long[] arrivals(Schedule schedule) {
    return LongStream.range(0, schedule.calls())
        .map(call -> schedule.nanos(Math.toIntExact(call)))
        .toArray();
  }
}
