package distilbench.launcher;

import java.util.Map;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** A named set of options; what the user says explicitly goes before it. */
enum Preset {
  /** Shows in a few minutes that everything works; one observation has no interval. */
  QUICK(1, Map.of("texts", "50")),

  /** As many texts as the article classified. */
  ARTICLE(5, Map.of("texts", "1000"));

  private final int forks;
  private final Map<String, String> parameters;

  Preset(int forks, Map<String, String> parameters) {
    this.forks = forks;
    this.parameters = parameters;
  }

  /** The options with whatever of this preset they do not say themselves. */
  Options complete(Options given) {
    ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
    if (!given.getForkCount().hasValue()) {
      options.forks(forks);
    }
    parameters.forEach(
        (name, value) -> {
          if (!given.getParameter(name).hasValue()) {
            options.param(name, value);
          }
        });
    return options.build();
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
