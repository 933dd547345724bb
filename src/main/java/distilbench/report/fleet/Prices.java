package distilbench.report.fleet;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** What an hour of each machine costs, in whatever currency. */
public final class Prices {
  /** Nothing is known of any machine. */
  public static final Prices NONE = new Prices(Map.of());

  private static final String MACHINE = "machine";
  private static final String PER_HOUR = "per_hour";

  private final Map<String, Double> perHour;

  private Prices(Map<String, Double> perHour) {
    this.perHour = perHour;
  }

  /**
   * Reads a CSV file with the columns {@code machine} and {@code per_hour}.
   *
   * @throws InvalidInputException if it is none, or a price is no positive number
   */
  public static Prices read(Path file) {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    Map<String, Double> perHour = new LinkedHashMap<>();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser lines = format.parse(text)) {
      if (!lines.getHeaderNames().containsAll(List.of(MACHINE, PER_HOUR))) {
        throw new InvalidInputException(
            file
                + " has no columns "
                + MACHINE
                + " and "
                + PER_HOUR
                + "; its first line names them");
      }
      for (CSVRecord line : lines) {
        String where = file + ", line " + lines.getCurrentLineNumber();
        if (!line.isConsistent()) {
          throw new InvalidInputException(where + ", has not one value for each column");
        }
        if (perHour.put(line.get(MACHINE), price(line.get(PER_HOUR), where)) != null) {
          throw new InvalidInputException(where + ", names '" + line.get(MACHINE) + "' again");
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(file + " is no CSV file: " + e.getMessage(), e);
    }
    return new Prices(perHour);
  }

  private static InvalidInputException unreadable(Path file, IOException problem) {
    return new InvalidInputException(
        file + " cannot be read: " + FileProblem.of(problem) + "; give a CSV file of prices",
        problem);
  }

  private static double price(String text, String where) {
    try {
      double price = Double.parseDouble(text);
      if (price > 0 && Double.isFinite(price)) {
        return price;
      }
    } catch (NumberFormatException e) {
      // What it is told below.
    }
    throw new InvalidInputException(
        where + ": '" + text + "' is no price of an hour, such as 0.35");
  }

  /**
   * What an hour of a machine costs.
   *
   * @param names any of which may be in the file
   * @return NaN if none is
   */
  double perHour(String... names) {
    return Stream.of(names)
        .filter(perHour::containsKey)
        .mapToDouble(perHour::get)
        .findFirst()
        .orElse(Double.NaN);
  }

  /**
   * Refuses a file that has the price of something else, which may be misspelt.
   *
   * @param machines what machines are called
   * @param known every name that a machine may have
   */
  void requireOnly(Collection<String> machines, Set<String> known) {
    perHour.keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InvalidInputException(
                  "no result is of the machine '"
                      + name
                      + "', for which there is a price; there are: "
                      + String.join("; ", machines));
            });
  }
}
