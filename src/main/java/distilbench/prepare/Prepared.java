package distilbench.prepare;

import distilbench.model.ModelFolder;

/**
 * What was prepared.
 *
 * @param model the model that is measured, whatever it was made from; its place is this machine's
 *     affair
 * @param input what of it everybody may know
 */
public record Prepared(ModelFolder model, PreparedInput input) {}
