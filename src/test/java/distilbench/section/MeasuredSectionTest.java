package distilbench.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import distilbench.format.MetricLabel;
import distilbench.load.LoadFigures;
import java.util.ArrayList;
import java.util.EnumMap;
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
    section.runsModel(true);
    section.sharing(true, 1);
    section.begin();
  }

  @Test
  void givesMeansPerOperation() {
    section.count(new Work(8, 2, 400, 480, 4e9));
    section.count(new Work(3, 1, 100, 120, 1e9));
    section.answered(8, 6, 2, 0.5);
    section.answered(2, 2, 1, 0.75);
    section.end();

    Map<MetricLabel, Double> ofPasses = new EnumMap<>(section.facts());
    ofPasses.keySet().removeAll(LoadFigures.NONE.metrics().keySet());
    assertThat(ofPasses)
        .containsExactly(
            entry(MetricLabel.OPEN_SECONDS, 1.5),
            entry(MetricLabel.SHARE_EXPECTED, 1.0),
            entry(MetricLabel.SHARE_VERIFIED, 1.0),
            entry(MetricLabel.WORK_CALL_SIZE, 8.0),
            entry(MetricLabel.WORK_TEXTS, 5.5),
            entry(MetricLabel.WORK_TOKENS, 250.0),
            entry(MetricLabel.WORK_PADDED_TOKENS, 300.0),
            entry(MetricLabel.WORK_TRUNCATED, 1.5),
            entry(MetricLabel.WORK_RUNS_MODEL, 1.0),
            entry(MetricLabel.WORK_MODEL_GFLOP, 2.5),
            entry(MetricLabel.WORK_GFLOP, Double.NaN),
            entry(MetricLabel.ANSWER_AGREEMENT, 0.8),
            entry(MetricLabel.ANSWER_MEAN_DIFFERENCE, 0.3),
            entry(MetricLabel.ANSWER_MAX_DIFFERENCE, 0.75),
            entry(MetricLabel.MEM_WORKERS_HEAP, Double.NaN));
  }

  @Test
  void answersThatNoModelGaveAreNotCompared() {
    section.runsModel(false);
    section.answered(8, 8, 0, 0);

    assertThat(section.facts())
        .containsEntry(MetricLabel.ANSWER_AGREEMENT, Double.NaN)
        .containsEntry(MetricLabel.ANSWER_MEAN_DIFFERENCE, Double.NaN)
        .containsEntry(MetricLabel.ANSWER_MAX_DIFFERENCE, Double.NaN);
  }

  @Test
  void answersToTextsWithoutLabelsAgreeInNone() {
    section.answered(8, Double.NaN, 2, 0.5);

    assertThat(section.facts())
        .containsEntry(MetricLabel.ANSWER_AGREEMENT, Double.NaN)
        .containsEntry(MetricLabel.ANSWER_MEAN_DIFFERENCE, 0.25);
  }

  @Test
  void whatCameBeforeTheBeginningDoesNotCount() {
    section.count(new Work(1000, 1000, 1000, 1000, 1e12));
    section.end();
    section.begin();
    section.count(new Work(8, 2, 400, 480, 4e9));

    assertThat(section.facts())
        .containsEntry(MetricLabel.WORK_TEXTS, 8.0)
        .containsEntry(MetricLabel.WORK_TOKENS, 400.0);
  }

  @Test
  void whatComesAfterTheEndDoesNotCount() {
    section.count(new Work(8, 2, 400, 480, 4e9));
    section.end();
    section.count(new Work(1000, 1000, 1000, 1000, 1e12));

    assertThat(section.facts())
        .containsEntry(MetricLabel.WORK_TEXTS, 8.0)
        .containsEntry(MetricLabel.WORK_TOKENS, 400.0);
  }

  @Test
  void aSectionWithoutOperationsHasNoMeans() {
    section.end();

    assertThat(section.facts())
        .containsEntry(MetricLabel.WORK_TEXTS, Double.NaN)
        .containsEntry(MetricLabel.WORK_TOKENS, Double.NaN)
        .containsEntry(MetricLabel.WORK_PADDED_TOKENS, Double.NaN)
        .containsEntry(MetricLabel.WORK_TRUNCATED, Double.NaN);
  }

  @Test
  void whatABenchmarkDoesNotHaveIsUnknown() {
    section.opened(Double.NaN, Double.NaN, false, List.of());
    section.begin();
    section.count(new Work(8, 2, 400, 480, 4e9));

    Map<MetricLabel, Double> facts = section.facts();

    assertThat(facts)
        .containsEntry(MetricLabel.OPEN_SECONDS, Double.NaN)
        .containsEntry(MetricLabel.SHARE_EXPECTED, Double.NaN)
        .containsEntry(MetricLabel.SHARE_VERIFIED, Double.NaN)
        .containsEntry(MetricLabel.WORK_RUNS_MODEL, 0.0)
        .containsEntry(MetricLabel.WORK_MODEL_GFLOP, Double.NaN)
        .containsEntry(MetricLabel.WORK_CALL_SIZE, Double.NaN)
        .containsEntry(MetricLabel.WORK_TOKENS, Double.NaN)
        .containsEntry(MetricLabel.WORK_PADDED_TOKENS, Double.NaN)
        .containsEntry(MetricLabel.WORK_TRUNCATED, Double.NaN)
        .containsEntry(MetricLabel.WORK_TEXTS, 8.0);
  }

  /** Tokens alone, as a tokenizer processes them, are no work of the model. */
  @Test
  void tokensAloneRunNoModel() {
    section.opened(1, 8, true, List.of());
    section.begin();
    section.count(new Work(8, 2, 400, 480, 4e9));

    assertThat(section.facts())
        .containsEntry(MetricLabel.WORK_TOKENS, 400.0)
        .containsEntry(MetricLabel.WORK_RUNS_MODEL, 0.0)
        .containsEntry(MetricLabel.WORK_MODEL_GFLOP, Double.NaN);
  }

  @Test
  void theFirstOfSeveralThreadsBeginsIt() {
    section.count(new Work(8, 2, 400, 480, 4e9));
    section.begin();

    assertThat(section.facts()).containsEntry(MetricLabel.WORK_TEXTS, 8.0);
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

    assertThat(section.facts()).containsEntry(MetricLabel.WORK_GFLOP, 0.25);
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
    Work work = new Work(1, 1, 20, 300, 4e9);

    assertThat(work.plus(new Work(4, 2, 50, 600, 5e9))).isEqualTo(new Work(5, 3, 70, 900, 9e9));
    assertThat(work.times(3)).isEqualTo(Work.NONE.plus(work).plus(work).plus(work));
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
