package distilbench.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.Quantity;
import distilbench.launcher.output.RunConsole;
import distilbench.launcher.rounds.ProgressReport;
import distilbench.launcher.rounds.ResultKeeper;
import distilbench.launcher.rounds.Rounds;
import distilbench.launcher.sidecar.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A measurement whose rows follow from what was measured before. All of it is in one result file,
 * as ordinary rows; if it is stopped, it says what is known until then.
 */
public final class Search {
  private static final int ANSWERED = 0;
  private static final int NOT_ANSWERED = 1;

  /** The machine's speed is looked at about once in a minute, however short the rounds are. */
  private static final Duration LOOKS_APART = Duration.ofMinutes(1);

  private final Bench bench;
  private final RunConsole console;
  private final ResultKeeper keeper;

  public Search(Bench bench) {
    this.bench = bench;
    this.console = bench.console();
    this.keeper = bench.keeper();
  }

  /** What decides which rows are measured, and what they say. */
  public interface Strategy {
    /** Measures until there is an answer. */
    void pursue(Stages stages) throws RunnerException;

    /**
     * The answer as far as it is known, line by line.
     *
     * @param results in JMH's JSON format, at least one
     * @param facts about how they came about
     */
    List<String> answer(JsonNode results, JsonNode facts);

    /** Whether that answers what was asked. */
    boolean isAnswered(JsonNode results, JsonNode facts);
  }

  /**
   * Carries a strategy out.
   *
   * @param limit how long all may take; nothing if it takes as long as it needs
   * @return exit code: 0 if there is an answer and everything is in the file, 1 if not
   */
  public int run(Strategy strategy, Optional<Duration> limit) {
    bench.flags().notReached().ifPresent(console::println);
    bench.suited().leftOut().forEach(row -> console.failure("Left out: " + row));
    Environment facts = bench.environment();
    ProgressReport progress =
        new ProgressReport(
            console,
            limit.map(time -> " of at most " + Quantity.clock(time.toSeconds())).orElse(""));
    keeper.whenStopped(() -> known(strategy, facts));
    try (Rounds rounds =
        new Rounds(
            bench.options(),
            console,
            keeper,
            List.of(progress, bench.recorder(facts, bench.possible(), LOOKS_APART)))) {
      strategy.pursue(new Stages(bench, rounds, facts));
    } catch (RunnerException e) {
      console.error("The search failed: " + e.getMessage());
    }
    print(known(strategy, facts));
    boolean answered =
        !keeper.results().isEmpty() && strategy.isAnswered(keeper.json(), facts.toJson());
    return keeper.finish() && answered ? ANSWERED : NOT_ANSWERED;
  }

  private List<String> known(Strategy strategy, Environment facts) {
    return keeper.results().isEmpty() ? List.of() : strategy.answer(keeper.json(), facts.toJson());
  }

  private void print(List<String> lines) {
    if (console.verbosity() != VerboseMode.SILENT) {
      console.println("");
      lines.forEach(console::println);
    }
  }
}
