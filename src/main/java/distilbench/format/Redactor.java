package distilbench.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes what is personal out of a document before it is published, whoever said it: the user, a
 * library, the kernel. Absolute paths below the home directory begin with "~" instead; of others
 * only the last name is kept, as in ".../model"; relative paths stay, and so do the kernel's own
 * files. Where the name of the user or of the host stands as a word, it becomes "&lt;user&gt;" or
 * "&lt;host&gt;".
 */
public final class Redactor {
  private static final String HOME = "~";
  private static final String ELSEWHERE = ".../";
  private static final String USER = "<user>";
  private static final String HOST = "<host>";

  /** What stands for something that was taken out. */
  private static final Pattern INSTEAD =
      Pattern.compile(
          Stream.of(HOME, ELSEWHERE, USER, HOST)
              .map(Pattern::quote)
              .collect(Collectors.joining("|")));

  /** An option's own name, which may happen to be somebody's. */
  private static final Pattern OPTION = Pattern.compile("--?[A-Za-z]+");

  /** Files that are called the same on every machine. */
  private static final String OF_THE_KERNEL =
      "/(?:sys/(?!\\S*\\.\\.)|proc/(?:self/)?[a-z]+(?![\\w/]))";

  /**
   * A root, folders, and a last name: not in the middle of a name, but behind an option of one
   * letter. Blanks may be part of names, so in a sentence it may take more than the path.
   */
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?:(?<![\\w.~/\\\\*-])|(?<=^-[A-Za-z]))(?!"
              + OF_THE_KERNEL
              + ")(?:[A-Za-z]:)?[/\\\\](?:[^,:;]*[/\\\\])?([^/\\\\,:;]*)");

  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

  /**
   * Fields whose values are words of this program: readers need them, whatever a user is called.
   */
  private static final Set<String> OWN_WORDS =
      Set.of("benchmark", "mode", "when", "status", "kind");

  private final List<Pattern> homes;
  private final List<Pattern> users;
  private final List<Pattern> hosts;

  /**
   * @param homes absolute paths of the home directory
   * @param users names of the user
   * @param hosts names of the host
   */
  Redactor(List<String> homes, Set<String> users, Set<String> hosts) {
    this.homes = longestFirst(homes).map(home -> Pattern.compile(home + "(?![\\w.-])")).toList();
    this.users = longestFirst(users).map(Redactor::word).toList();
    this.hosts = longestFirst(hosts).map(Redactor::word).toList();
  }

  /** One name may be the beginning of another. */
  private static Stream<String> longestFirst(Collection<String> names) {
    return names.stream()
        .sorted(Comparator.comparing(String::length).reversed())
        .map(Pattern::quote);
  }

  /** What stands for a name is none, though somebody may be called "user". */
  private static Pattern word(String name) {
    return Pattern.compile(
        "(?:" + USER + "|" + HOST + ")|((?<![A-Za-z0-9])" + name + "(?![A-Za-z0-9]))");
  }

  /** For whoever runs this process, where it runs. */
  public static Redactor ofThisProcess() {
    Set<String> users = known(System.getProperty("user.name"), System.getenv("USER"));
    Set<String> hosts = known(System.getenv("HOSTNAME"), System.getenv("COMPUTERNAME"));
    try {
      hosts.addAll(known(InetAddress.getLocalHost().getHostName()));
    } catch (UnknownHostException e) {
      // A host without a name has none to hide.
    }
    for (String host : List.copyOf(hosts)) {
      hosts.add(host.split("\\.", 2)[0]);
    }
    return new Redactor(homes(), users, hosts);
  }

  private static Set<String> known(String... names) {
    Set<String> known = new TreeSet<>();
    Stream.of(names).filter(name -> name != null && !name.isBlank()).forEach(known::add);
    return known;
  }

  /** As it is called, and as it is without symbolic links; not the root, which is everybody's. */
  private static List<String> homes() {
    List<String> homes = new ArrayList<>();
    for (String name : known(System.getProperty("user.home"), System.getenv("HOME"))) {
      Path home = Path.of(name).toAbsolutePath().normalize();
      homes.add(home.toString());
      try {
        homes.add(home.toRealPath().toString());
      } catch (IOException e) {
        // A home that does not exist has one name only.
      }
    }
    homes.removeIf(home -> Path.of(home).getNameCount() == 0);
    return homes.stream().distinct().toList();
  }

  /** A copy of a document without anything personal in any text, or in a field's name. */
  public ObjectNode document(ObjectNode document) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    document
        .fields()
        .forEachRemaining(
            field ->
                copy.set(
                    fieldName(field.getKey()),
                    isOwnWord(field.getKey(), field.getValue())
                        ? field.getValue()
                        : value(field.getValue())));
    return copy;
  }

  private static boolean isOwnWord(String field, JsonNode value) {
    return OWN_WORDS.contains(field) && !SEPARATOR.matcher(value.asText()).find();
  }

  private JsonNode value(JsonNode value) {
    if (value instanceof ObjectNode object) {
      return document(object);
    } else if (value instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(value(element)));
      return copy;
    }
    return value.isTextual() ? TextNode.valueOf(text(value.textValue())) : value;
  }

  /** This program's own, unless there is a path in it. */
  private String fieldName(String name) {
    return SEPARATOR.matcher(name).find() ? text(name) : name;
  }

  /** One argument, path or sentence. */
  public String text(String text) {
    if (OPTION.matcher(text).matches()) {
      return text;
    }
    String shortened = text;
    for (Pattern home : homes) {
      shortened = home.matcher(shortened).replaceAll(HOME);
    }
    shortened =
        ABSOLUTE
            .matcher(shortened)
            .replaceAll(path -> Matcher.quoteReplacement(ELSEWHERE + path.group(1)));
    shortened = withoutNames(shortened, hosts, HOST);
    return withoutNames(shortened, users, USER);
  }

  /**
   * Whether a redacted text may have been made of another one. That several texts may have become
   * the same is the point of redacting: this tells what cannot be, never what is.
   */
  public static boolean mayStandFor(String redacted, String text) {
    String form =
        Arrays.stream(INSTEAD.split(redacted, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return text.matches("(?s)" + form);
  }

  private static String withoutNames(String text, List<Pattern> names, String instead) {
    String rest = text;
    for (Pattern name : names) {
      rest =
          name.matcher(rest).replaceAll(found -> found.group(1) == null ? found.group() : instead);
    }
    return rest;
  }
}
