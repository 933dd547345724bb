package distilbench.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only what happens between begin and end is counted, as a mean per operation. */
class MeasuredSectionTest {
  private final MeasuredSection section = MeasuredSection.current();

  @BeforeEach
  void setUp() {
    section.opened(1.5, 8, true, List.of());
    section.sharing(1);
    section.begin();
  }

  @Test
  void givesMeansPerOperation() {
    section.count(new Work(8, 400, 480));
    section.count(new Work(3, 100, 120));
    section.end();

    assertThat(section.facts())
        .containsExactly(
            entry("open.seconds", 1.5),
            entry("share.verified", 1.0),
            entry("work.call_size", 8.0),
            entry("work.reviews", 5.5),
            entry("work.tokens", 250.0),
            entry("work.padded_tokens", 300.0),
            entry("work.gflop", Double.NaN));
  }

  @Test
  void whatCameBeforeTheBeginningDoesNotCount() {
    section.count(new Work(1000, 1000, 1000));
    section.end();
    section.begin();
    section.count(new Work(8, 400, 480));

    assertThat(section.facts())
        .containsEntry("work.reviews", 8.0)
        .containsEntry("work.tokens", 400.0);
  }

  @Test
  void whatComesAfterTheEndDoesNotCount() {
    section.count(new Work(8, 400, 480));
    section.end();
    section.count(new Work(1000, 1000, 1000));

    assertThat(section.facts())
        .containsEntry("work.reviews", 8.0)
        .containsEntry("work.tokens", 400.0);
  }

  @Test
  void aSectionWithoutOperationsHasNoMeans() {
    section.end();

    assertThat(section.facts())
        .containsEntry("work.reviews", Double.NaN)
        .containsEntry("work.tokens", Double.NaN)
        .containsEntry("work.padded_tokens", Double.NaN);
  }

  @Test
  void whatABenchmarkDoesNotHaveIsUnknown() {
    section.opened(Double.NaN, Double.NaN, false, List.of());
    section.begin();
    section.count(new Work(8, 400, 480));

    Map<String, Double> facts = section.facts();

    assertThat(facts)
        .containsEntry("open.seconds", Double.NaN)
        .containsEntry("share.verified", Double.NaN)
        .containsEntry("work.call_size", Double.NaN)
        .containsEntry("work.tokens", Double.NaN)
        .containsEntry("work.padded_tokens", Double.NaN)
        .containsEntry("work.reviews", 8.0);
  }

  @Test
  void theFirstOfSeveralThreadsBeginsIt() {
    section.count(new Work(8, 400, 480));
    section.begin();

    assertThat(section.facts()).containsEntry("work.reviews", 8.0);
  }

  @Test
  void aListenerIsToldOnceAndInOrder() {
    List<String> told = new ArrayList<>();
    section.tell(noting(told));

    section.opening();
    section.opened(1, 8, true, List.of(7L));
    section.begin();
    section.begin();
    section.end();
    section.end();
    section.tell(new MeasuredSection.Listener() {});

    assertThat(told).containsExactly("opening", "opened [7]", "beginning", "ended");
  }

  @Test
  void whatOneOperationCalculatesIsAFactFromTheStart() {
    section.calculates(0.25);

    assertThat(section.facts()).containsEntry("work.gflop", 0.25);
  }

  @Test
  void ofSeveralThreadsTheFirstOpensAndTheLastIsOpen() {
    List<String> told = new ArrayList<>();
    section.tell(noting(told));

    section.opening();
    section.opening();
    section.opened(1, 8, true, List.of());
    assertThat(told).containsExactly("opening");
    section.opened(1, 8, true, List.of());
    section.tell(new MeasuredSection.Listener() {});

    assertThat(told).containsExactly("opening", "opened []");
  }

  @Test
  void workAddsUp() {
    assertThat(new Work(1, 20, 300).plus(new Work(4, 50, 600))).isEqualTo(new Work(5, 70, 900));
  }

  /** A listener that writes down what it is told. */
  private static MeasuredSection.Listener noting(List<String> told) {
    return new MeasuredSection.Listener() {
      @Override
      public void opening() {
        told.add("opening");
      }

      @Override
      public void opened(List<Long> workerPids) {
        told.add("opened " + workerPids);
      }

      @Override
      public void beginning() {
        told.add("beginning");
      }

      @Override
      public void ended() {
        told.add("ended");
      }
    };
  }
}
