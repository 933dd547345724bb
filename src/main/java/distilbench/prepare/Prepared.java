package distilbench.prepare;

import distilbench.engine.PreparedEngine;
import distilbench.model.ModelFolder;
import java.util.Locale;
import java.util.Optional;

/**
 * What was prepared.
 *
 * @param base the model, whatever it was made from; its place is this machine's affair
 * @param model the variant of it that is measured
 * @param engine what runs it; nothing if that is this suite's own worker
 * @param input what of it everybody may know
 */
public record Prepared(
    ModelFolder base, ModelFolder model, Optional<PreparedEngine> engine, PreparedInput input) {

  /** In one line how long the texts are, and how many of them the model does not see whole. */
  public String summary() {
    TokenCounts tokens = input.tokens();
    return String.format(
        Locale.ROOT,
        "texts: %d of corpus %s; tokens of model %s: min %d, median %d, mean %.1f, p95 %d, max %d;"
            + " %d %s cut at %d",
        input.texts(),
        input.corpus(),
        input.model(),
        tokens.min(),
        tokens.median(),
        tokens.mean(),
        tokens.p95(),
        tokens.max(),
        tokens.truncated(),
        tokens.truncated() == 1 ? "is" : "are",
        model.description().texts().maxTokens());
  }
}
