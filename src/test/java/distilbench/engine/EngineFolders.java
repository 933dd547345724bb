package distilbench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Engines as users write them, for tests. */
public final class EngineFolders {
  /** Answers from the reference. */
  private static final String PROGRAM =
      """
      import json, os, subprocess, sys, time
      known = {}
      with open(sys.argv[1], encoding="utf-8") as lines:
          next(lines)
          for line in lines:
              entry = json.loads(line)
              known[entry["text"]] = entry
      def say(message):
          print(json.dumps(message), flush=True)
      %s
      for line in sys.stdin:
          request = json.loads(line)
          found = [known[text] for text in request["texts"]]
          reply = {"id": request["id"], "logits": [f["logits"] for f in found],
                   "tokens": [f["tokens"] for f in found]}
          %s
          say(reply)
      """;

  private EngineFolders() {}

  /** A folder with a program in Python, for classifiers in float32. */
  public static Path make(Path folder, String more, String program) throws IOException {
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

  /**
   * A program that answers from the reference.
   *
   * @param begin Python statements before the first request; they have to say that it is ready
   * @param reply statements that may change {@code reply} before it is said
   */
  public static String program(String begin, String reply) {
    return PROGRAM.formatted(begin, reply);
  }
}
