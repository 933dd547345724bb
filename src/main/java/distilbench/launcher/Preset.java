package distilbench.launcher;

import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** A named set of options; what the user says explicitly goes before it. */
enum Preset {
  /** Shows in a few minutes that everything works; one observation has no interval. */
  QUICK(1, Map.of("texts", "50")),

  /** As many texts as the article classified. */
  ARTICLE(5, Map.of("texts", "1000")),

  /** Every engine that can be had, as one process and as a server, at its best and as it is. */
  ENGINES(
      3,
      Map.of(
          "engine", "ORT,transformers,onnxruntime,openvino,ctranslate2",
          "deployment", "SINGLE,SERVER",
          "graph", "STANDARD,CLS_ONLY",
          "precision", "FP32,BF16,INT8",
          "batchSize", "1,4",
          "order", "LENGTH",
          "texts", "100")),

  /** The article's approaches with its own programs, beside the same ones of this suite. */
  ARTICLE_PYTHON(
      3,
      Map.of(
          "engine", "transformers,go-python,ORT",
          "deployment", "SINGLE,DISPATCHER,MULTIPROCESS_NAIVE,MULTIPROCESS_BUDGETED,SHARED_MAPPED",
          "texts", "100"));

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
            options.param(name, value.split(","));
          }
        });
    return options.build();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
