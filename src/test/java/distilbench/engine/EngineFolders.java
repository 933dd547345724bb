package distilbench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Engines as users write them, for tests. */
final class EngineFolders {
  private EngineFolders() {}

  /** A folder with a program in Python, for classifiers in float32. */
  static Path make(Path folder, String more, String program) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(EngineDefinition.FILE),
        """
        {"about": "a test's", "command": ["{python}", "{engine}/worker.py", "{referenceSet}"],
         "model": "ONNX", "precisions": ["FP32"], "deployments": ["SINGLE"]%s}
        """
            .formatted(more));
    Files.writeString(folder.resolve("worker.py"), program);
    return folder;
  }
}
