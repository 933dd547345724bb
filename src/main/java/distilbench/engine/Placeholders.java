package distilbench.engine;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values of {@code {name}} in an engine's commands. */
final class Placeholders {
  /** What can stand between braces. */
  enum Name {
    PYTHON,
    ENGINE,
    ENVIRONMENT,
    LIBRARY,
    MODEL,
    PREPARED,
    REFERENCE_SET("referenceSet"),
    PRECISION,
    WEIGHTS,
    CALLERS,
    QUEUE,
    INTRA_OP_THREADS("intraOpThreads"),
    SPINNING,
    BATCH_SIZE("batchSize"),
    MAX_TOKENS("maxTokens");

    private final String word;

    Name() {
      this.word = name().toLowerCase(Locale.ROOT);
    }

    Name(String word) {
      this.word = word;
    }

    /** Whether one of these texts has it. */
    boolean isIn(Collection<String> texts) {
      return texts.stream().anyMatch(text -> text.contains("{" + word + "}"));
    }

    private static Optional<Name> of(String word) {
      return Stream.of(values()).filter(name -> name.word.equals(word)).findFirst();
    }
  }

  /** Of words alone: JSON and shells have braces too. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");

  private final Map<Name, String> values;

  private Placeholders(Map<Name, String> values) {
    this.values = values;
  }

  static Placeholders none() {
    return new Placeholders(Map.of());
  }

  /** The same and one more. */
  Placeholders with(Name name, Object value) {
    Map<Name, String> more = new LinkedHashMap<>(values);
    more.put(name, value.toString());
    return new Placeholders(more);
  }

  List<String> fill(List<String> command) {
    return command.stream().map(this::fill).toList();
  }

  private String fill(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(Name.of(found.group(1)).map(values::get).orElse("")));
  }

  /** The variables; without those that have a placeholder whose value is left to the engine. */
  Map<String, String> variables(Map<String, String> environment, List<Name> leftToEngine) {
    return environment.entrySet().stream()
        .filter(
            variable ->
                leftToEngine.stream().noneMatch(name -> name.isIn(List.of(variable.getValue()))))
        .collect(Collectors.toMap(Map.Entry::getKey, variable -> fill(variable.getValue())));
  }

  /**
   * Refuses a definition with a placeholder that nobody fills.
   *
   * @throws distilbench.console.InvalidInputException naming it
   */
  static void requireKnown(Path file, EngineDefinition definition) {
    Stream.of(
            definition.command().stream(),
            definition.environment().values().stream(),
            definition.prepare().stream(),
            definition.build().stream().flatMap(List::stream))
        .flatMap(texts -> texts)
        .flatMap(text -> PLACEHOLDER.matcher(text).results())
        .map(found -> found.group(1))
        .filter(word -> Name.of(word).isEmpty())
        .findFirst()
        .ifPresent(
            word -> {
              throw EngineDefinition.problem(file, "nothing is known of {" + word + "}");
            });
  }
}
