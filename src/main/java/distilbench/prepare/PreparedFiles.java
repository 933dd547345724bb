package distilbench.prepare;

import distilbench.model.ModelFolder;
import java.nio.file.Path;

/**
 * What a measured process reads.
 *
 * @param model the model, whatever it was made from
 * @param referenceSet the file with the texts of the run and their answers
 */
public record PreparedFiles(ModelFolder model, Path referenceSet) {}
