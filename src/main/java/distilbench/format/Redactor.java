package distilbench.format;

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
 * Takes what is personal out of what the user typed, before it is published. Absolute paths below
 * the home directory begin with "~" instead; of others only the last name is kept, as in
 * ".../model"; relative paths stay. Where the name of the user or of the host stands as a word, it
 * becomes "&lt;user&gt;" or "&lt;host&gt;".
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

  /**
   * A root, folders, and a last name: not in the middle of a name, but behind an option of one
   * letter.
   */
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?:(?<![\\w.~/\\\\*-])|(?<=^-[A-Za-z]))"
              + "(?:[A-Za-z]:)?[/\\\\](?:[^,:;]*[/\\\\])?([^/\\\\,:;]*)");

  private final List<String> homes;
  private final List<String> users;
  private final List<String> hosts;

  /**
   * @param homes absolute paths of the home directory
   * @param users names of the user
   * @param hosts names of the host
   */
  Redactor(List<String> homes, Set<String> users, Set<String> hosts) {
    this.homes = longestFirst(homes);
    this.users = longestFirst(users);
    this.hosts = longestFirst(hosts);
  }

  /** One name may be the beginning of another. */
  private static List<String> longestFirst(Collection<String> names) {
    return names.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
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

  /** A command line, argument by argument. */
  public List<String> arguments(List<String> arguments) {
    return arguments.stream().map(this::text).toList();
  }

  /** One argument or path. */
  public String text(String text) {
    if (OPTION.matcher(text).matches()) {
      return text;
    }
    String shortened = text;
    for (String home : homes) {
      shortened = shortened.replaceAll(Pattern.quote(home) + "(?![\\w.-])", HOME);
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

  private static String withoutNames(String text, List<String> names, String instead) {
    String rest = text;
    for (String name : names) {
      rest =
          rest.replaceAll(
              "(?<![A-Za-z0-9])" + Pattern.quote(name) + "(?![A-Za-z0-9])",
              Matcher.quoteReplacement(instead));
    }
    return rest;
  }
}
