package distilbench.model.hub;

import distilbench.console.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which of a model's files are needed to measure it: its weights in one form, and what says how
 * texts get in and answers out. They are known by their names, so that no other name of a list is
 * ever used as one of a file.
 */
final class NeededFiles {
  private static final String SAFETENSORS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final Pattern SHARD = Pattern.compile("model-\\d{5}-of-\\d{5}\\.safetensors");
  private static final String GRAPH = "model.onnx";
  private static final Pattern GRAPH_DATA =
      Pattern.compile("model\\.onnx(?:_data(?:_\\d+)?|\\.data)");
  private static final String GRAPH_FOLDER = "onnx/";
  private static final Set<String> TOKENIZERS = Set.of("tokenizer.json", "vocab.txt");

  /** As {@code save_pretrained} of transformers writes them. */
  private static final List<String> COMPANIONS =
      List.of(
          "config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.txt",
          "special_tokens_map.json");

  /** As sentence-transformers writes them. */
  private static final List<String> OF_EMBEDDINGS =
      List.of("modules.json", "1_Pooling/config.json", "sentence_bert_config.json");

  private static final Pattern WEIGHTS =
      Pattern.compile("(?:.*/)?[^/]*\\.(?:bin|h5|msgpack|ot|onnx|safetensors)");
  private static final int LONGEST_LIST = 5;

  private final HubModel model;
  private final Map<String, HubFile> listed = new LinkedHashMap<>();

  NeededFiles(HubModel model, List<HubFile> files) {
    this.model = model;
    files.forEach(file -> listed.putIfAbsent(file.path(), file));
  }

  /**
   * Chooses them: safetensors where there are any, which our own graph is wired for; an ONNX graph
   * otherwise, or if it is wanted.
   *
   * @throws InvalidInputException if there are no weights or no tokenizer
   */
  List<HubFile> chosen(boolean onnx) {
    List<HubFile> weights = onnx ? List.of() : safetensors();
    List<HubFile> chosen = new ArrayList<>(named("", COMPANIONS));
    chosen.addAll(named("", OF_EMBEDDINGS));
    if (weights.isEmpty()) {
      String folder = listed.containsKey(GRAPH) ? "" : GRAPH_FOLDER;
      weights = graph(folder);
      if (!folder.isEmpty()) {
        chosen.addAll(named(folder, COMPANIONS));
      }
    }
    if (weights.isEmpty()) {
      throw new InvalidInputException(withoutWeights(onnx));
    }
    if (chosen.stream().noneMatch(file -> TOKENIZERS.contains(nameOf(file)))) {
      throw new InvalidInputException(
          String.format(
              "%s has neither tokenizer.json nor vocab.txt; load its tokenizer with transformers,"
                  + " save_pretrained it, and give that folder as -p model=",
              model.id()));
    }
    chosen.addAll(weights);
    return chosen;
  }

  private static String nameOf(HubFile file) {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  private List<HubFile> named(String folder, List<String> names) {
    return names.stream()
        .flatMap(name -> Optional.ofNullable(listed.get(folder + name)).stream())
        .toList();
  }

  private List<HubFile> safetensors() {
    if (listed.containsKey(SAFETENSORS)) {
      return List.of(listed.get(SAFETENSORS));
    }
    List<HubFile> shards = matching("", SHARD);
    if (!listed.containsKey(INDEX) || shards.isEmpty()) {
      return List.of();
    }
    shards.add(0, listed.get(INDEX));
    return shards;
  }

  private List<HubFile> graph(String folder) {
    if (!listed.containsKey(folder + GRAPH)) {
      return List.of();
    }
    List<HubFile> files = matching(folder, GRAPH_DATA);
    files.add(0, listed.get(folder + GRAPH));
    return files;
  }

  private List<HubFile> matching(String folder, Pattern name) {
    return listed.values().stream()
        .filter(file -> file.path().startsWith(folder))
        .filter(file -> name.matcher(file.path().substring(folder.length())).matches())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private String withoutWeights(boolean onnx) {
    List<String> others =
        listed.keySet().stream().filter(WEIGHTS.asMatchPredicate()).limit(LONGEST_LIST).toList();
    return String.format(
        "%s has no %s, but %s; load it with transformers, save_pretrained it, and give that folder"
            + " as -p model=",
        model.id(),
        onnx ? "model.onnx or onnx/model.onnx" : "model.safetensors and no model.onnx",
        others.isEmpty() ? "no weights at all" : String.join(", ", others));
  }
}
