package distilbench.importing;

import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.Manifest;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.storage.FileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model folder of what a source writes, for tests that need no cache. */
public final class Imported {
  private Imported() {}

  /** Imports a Hugging Face folder. */
  public static ModelFolder of(Path folder, Path target) throws IOException {
    ImportSource source = SafetensorsSource.open(folder);
    Files.createDirectory(target);
    ModelDescription description = source.write(target, TinyModel.NOWHERE);
    Map<String, FileFacts> files = new LinkedHashMap<>();
    for (String name : ModelFolder.FILES) {
      files.put(name, FileFacts.of(target.resolve(name)));
    }
    new ObjectMapper()
        .writeValue(
            target.resolve(ModelFolder.MANIFEST).toFile(),
            Manifest.ofImported(source.origin(), description, files));
    ModelFolder model = ModelFolder.open(target);
    model.verify();
    model.verifyManifest();
    return model;
  }
}
