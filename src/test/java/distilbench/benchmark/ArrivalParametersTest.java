package distilbench.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalParametersTest {
  @Test
  void roundsMeetOtherArrivalsAtTheSameRate() {
    ArrivalParameters parameters = poisson();

    assertThat(parameters.schedule(1))
        .usingRecursiveComparison()
        .isEqualTo(parameters.schedule(1))
        .isNotEqualTo(parameters.schedule(2));
    assertThat(parameters.schedule(1).seconds())
        .isEqualTo(parameters.schedule(2).seconds())
        .isEqualTo(30);
  }

  @Test
  void aBoundIsOptional() {
    ArrivalParameters parameters = poisson();
    assertThat(parameters.bound()).isEmpty();

    parameters.slo = "150ms";

    assertThat(parameters.bound()).contains(Duration.ofMillis(150));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0        | POISSON  | 300    | 100 | NONE | rate=0.0 is not possible",
        "NaN      | CONSTANT | 300    | 100 | NONE | rate=NaN is not possible",
        "Infinity | CONSTANT | 300    | 100 | NONE | rate=Infinity is not possible",
        "10       | POISSON  | 1      | 100 | NONE | calls=1 is not possible",
        "1000     | POISSON  | 100001 | 100 | NONE | calls=100001 is not possible",
        "0.5      | CONSTANT | 300    | 100 | NONE | arrivals=CONSTANT take 600 s",
        "10       | POISSON  | 300    | 0   | NONE | inFlight=0 is not possible",
        "10       | POISSON  | 300    | 100 | 150  | slo=150 is not possible",
        "10       | UNIFORM  | 300    | 100 | NONE | cannot read arrivals=UNIFORM (No such file"
      })
  void whatIsNotPossibleIsRefused(
      double rate, String arrivals, int calls, int inFlight, String slo, String problem) {
    ArrivalParameters parameters = poisson();
    parameters.rate = rate;
    parameters.arrivals = arrivals;
    parameters.calls = calls;
    parameters.inFlight = inFlight;
    parameters.slo = slo;

    assertThatThrownBy(parameters::check)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(problem);
  }

  private static ArrivalParameters poisson() {
    ArrivalParameters parameters = new ArrivalParameters();
    parameters.rate = 10;
    parameters.arrivals = ArrivalParameters.POISSON;
    parameters.arrivalSeed = 1;
    parameters.calls = 300;
    parameters.inFlight = 100;
    parameters.slo = "NONE";
    return parameters;
  }
}
