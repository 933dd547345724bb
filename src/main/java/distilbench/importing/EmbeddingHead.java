package distilbench.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.model.Pooling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a folder makes one vector of its tokens': {@code modules.json} and the pooling that it names,
 * as sentence-transformers writes them (sbert.net, "Creating Custom Models"); the mean, not
 * normalized, without them.
 *
 * @param files that it was read from, by their names
 */
record EmbeddingHead(Pooling pooling, boolean normalized, Map<String, Path> files) {
  private static final String MODULES = "modules.json";
  private static final String USUAL_POOLING = "1_Pooling";
  private static final String CONFIG = "config.json";
  private static final int MOST_BYTES = 1 << 20;

  /** One mode by its name, or what begins the name of each mode's switch. */
  private static final String MODE = "pooling_mode";

  private static final Map<String, Pooling> MODES =
      Map.of("cls", Pooling.CLS, "mean", Pooling.MEAN, "max", Pooling.MAX);

  /** The modules that can be followed, in this order; the last one need not be there. */
  private static final List<String> KNOWN = List.of("Transformer", "Pooling", "Normalize");

  /**
   * Reads it.
   *
   * @throws InvalidInputException if the folder prescribes what is not known
   */
  static EmbeddingHead read(Path folder) {
    Map<String, Path> files = new LinkedHashMap<>();
    Path modules = folder.resolve(MODULES);
    String pooling = USUAL_POOLING;
    boolean normalized = false;
    if (Files.exists(modules)) {
      files.put(MODULES, modules);
      List<JsonNode> list = modules(modules);
      pooling = list.get(1).path("path").asText();
      normalized = list.size() == KNOWN.size();
    }
    Path config = config(folder, modules, pooling);
    if (!Files.exists(config) && files.isEmpty()) {
      return new EmbeddingHead(Pooling.MEAN, false, files);
    }
    files.put(folder.normalize().relativize(config).toString(), config);
    return new EmbeddingHead(pooling(config), normalized, files);
  }

  private static List<JsonNode> modules(Path file) {
    List<JsonNode> modules = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (JsonNode module : json(file)) {
      modules.add(module);
      String type = module.path("type").asText();
      types.add(type.substring(type.lastIndexOf('.') + 1));
    }
    if (types.size() < KNOWN.size() - 1
        || types.size() > KNOWN.size()
        || !types.equals(KNOWN.subList(0, types.size()))) {
      throw new InvalidInputException(
          String.format(
              "%s prescribes %s; what can be followed is %s, with or without the last: use another"
                  + " model",
              file,
              types.isEmpty() ? "nothing" : TerminalText.oneLine(String.join(", ", types)),
              String.join(", ", KNOWN)));
    }
    return modules;
  }

  private static Path config(Path folder, Path modules, String pooling) {
    try {
      Path config = folder.resolve(pooling).resolve(CONFIG).normalize();
      if (config.startsWith(folder.normalize())) {
        return config;
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw new InvalidInputException(
        String.format(
            "%s names the pooling's folder '%s', which is none within %s; get it once more",
            modules, TerminalText.oneLine(pooling), folder));
  }

  private static Pooling pooling(Path config) {
    List<String> modes = modes(json(config));
    Pooling known = modes.size() == 1 ? MODES.get(modes.get(0)) : null;
    if (known == null) {
      throw new InvalidInputException(
          String.format(
              "%s prescribes %s; what can be followed is one of cls, mean and max: use another"
                  + " model",
              config,
              modes.isEmpty()
                  ? "no pooling"
                  : "the pooling " + TerminalText.oneLine(String.join(" and ", modes))));
    }
    return known;
  }

  /** Written as {@code "pooling_mode": "mean"} or as {@code "pooling_mode_mean_tokens": true}. */
  private static List<String> modes(JsonNode config) {
    List<String> modes = new ArrayList<>();
    JsonNode named = config.path(MODE);
    if (named.isTextual()) {
      modes.add(named.asText());
    }
    named.forEach(mode -> modes.add(mode.asText()));
    config
        .properties()
        .forEach(
            property -> {
              if (property.getKey().startsWith(MODE + "_") && property.getValue().asBoolean()) {
                String mode = property.getKey().substring(MODE.length() + 1);
                modes.add(mode.replaceFirst("_tokens?$", ""));
              }
            });
    return modes;
  }

  private static JsonNode json(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new InvalidInputException(
            String.format("%s has more than %d MiB; get it once more", file, MOST_BYTES >> 20));
      }
      return new ObjectMapper().readTree(content);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + " is not JSON; get it once more", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that and run again", file, FileProblem.of(e)),
          e);
    }
  }
}
