package distilbench.proctree;

import java.util.Locale;

/**
 * How often a tree is sampled.
 *
 * @param intervalMillis between readings of RSS
 * @param pss when PSS and USS are read as well
 * @param pssMillis between readings of PSS if they are at a fixed interval
 */
record SamplingOptions(int intervalMillis, Pss pss, int pssMillis) {

  /** When PSS and USS are read. */
  enum Pss {
    /** As often as costs at most half a percent of one core, and sooner when RSS has grown. */
    ADAPTIVE,
    /** At a fixed interval, whatever that costs. */
    FIXED,
    /** Never. */
    OFF
  }

  /** RSS ten times a second, PSS as often as it may. */
  static final SamplingOptions DEFAULT = new SamplingOptions(100, Pss.ADAPTIVE, 0);

  private static final String HELP =
      """
      interval=<ms>               between readings of RSS (default: 100)
      pss=adaptive|off|<ms>       when PSS and USS are read: as often as costs 0.5 % of one core
                                  (default), never, or at this interval
      help                        this text""";

  private static final String ADVICE = "; give interval=<ms>, pss=adaptive|off|<ms>, or help";

  /**
   * Reads options as JMH's profilers have them: {@code name=value} separated by semicolons.
   *
   * @throws IllegalArgumentException if there is no such option or value; with all options, if
   *     {@code help} is asked for
   */
  static SamplingOptions parse(String line) {
    SamplingOptions options = DEFAULT;
    for (String option : line.split(";")) {
      String[] pair = option.strip().split("=", 2);
      String name = pair[0].toLowerCase(Locale.ROOT);
      String value = pair.length == 2 ? pair[1].strip().toLowerCase(Locale.ROOT) : "";
      options =
          switch (name) {
            case "" -> options;
            case "interval" ->
                new SamplingOptions(millis(name, value), options.pss, options.pssMillis);
            case "pss" -> options.withPss(value);
            case "help" -> throw new IllegalArgumentException("options:\n" + HELP);
            default -> throw new IllegalArgumentException("no option " + name + ADVICE);
          };
    }
    return options;
  }

  private SamplingOptions withPss(String value) {
    return switch (value) {
      case "adaptive" -> new SamplingOptions(intervalMillis, Pss.ADAPTIVE, 0);
      case "off" -> new SamplingOptions(intervalMillis, Pss.OFF, 0);
      default -> {
        int millis = millis("pss", value);
        // PSS is read along with RSS.
        yield new SamplingOptions(Math.min(intervalMillis, millis), Pss.FIXED, millis);
      }
    };
  }

  private static int millis(String name, String value) {
    try {
      int millis = Integer.parseInt(value);
      if (millis > 0) {
        return millis;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("'" + value + "' is not possible for " + name + ADVICE);
  }
}
