package distilbench.load;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * When calls are to arrive, known before the first of them does. Times are nanoseconds from the
 * schedule's start, in ascending order.
 */
public final class Schedule {
  /** From fewer calls than this there is no rate. */
  public static final int LEAST_CALLS = 2;

  /** What is recorded of so many fits a fork's small heap. */
  public static final int MOST_CALLS = 100_000;

  private static final double SECOND = 1e9;

  private final long[] arrivals;
  private final double seconds;

  /**
   * @param seconds until as many calls have arrived as there are, on average
   */
  private Schedule(long[] arrivals, double seconds) {
    this.arrivals = arrivals;
    this.seconds = seconds;
  }

  /**
   * Calls that come independently of each other: a Poisson process, given that so many calls arrive
   * in the time that the rate leaves them. Their times are then uniform and independent (Ross,
   * Introduction to Probability Models, theorem 5.2), and the rate is exactly the one asked for,
   * whatever the seed.
   *
   * @param calls at least {@value #LEAST_CALLS}
   * @param rate calls per second, above 0
   * @param seed the same numbers give the same schedule on every JDK
   */
  public static Schedule poisson(int calls, double rate, int... seed) {
    RandomGenerator random = new Well19937c(seed);
    double seconds = calls / rate;
    long[] arrivals =
        IntStream.range(0, calls)
            .mapToLong(call -> nanos(seconds * random.nextDouble()))
            .sorted()
            .toArray();
    return new Schedule(arrivals, seconds);
  }

  /**
   * Calls at equal distances, the first at once.
   *
   * @param calls at least {@value #LEAST_CALLS}
   * @param rate calls per second, above 0
   */
  public static Schedule constant(int calls, double rate) {
    long[] arrivals = IntStream.range(0, calls).mapToLong(call -> nanos(call / rate)).toArray();
    return new Schedule(arrivals, calls / rate);
  }

  /**
   * Calls as somebody saw them arrive.
   *
   * @param file a time in seconds on each line, none before the one above it; the first call comes
   *     at once, the others at the same distances as in the file
   * @throws InvalidInputException if it cannot be read, or a line is no such time, or there are
   *     fewer than {@value #LEAST_CALLS} or more than {@value #MOST_CALLS}, or all are the same
   */
  public static Schedule read(Path file) {
    List<String> lines = lines(file);
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    double[] times = new double[lines.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = time(file, i + 1, lines.get(i));
      if (i > 0 && times[i] < times[i - 1]) {
        throw new InvalidInputException(
            String.format("%s, line %d: before the line above; sort the times", file, i + 1));
      }
    }
    if (times.length < LEAST_CALLS || times[times.length - 1] == times[0]) {
      throw new InvalidInputException(
          file + " has no two different times; give one in seconds on each line");
    }
    double span = times[times.length - 1] - times[0];
    long[] arrivals =
        IntStream.range(0, times.length).mapToLong(i -> nanos(times[i] - times[0])).toArray();
    return new Schedule(arrivals, span * times.length / (times.length - 1));
  }

  private static List<String> lines(Path file) {
    // Any byte is a character of this one: what is no number is said with its line.
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line.strip());
        if (lines.size() > MOST_CALLS) {
          throw new InvalidInputException(
              String.format("%s has more than %d lines; give fewer", file, MOST_CALLS));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read arrivals=%s (%s)", file, FileProblem.of(e)), e);
    }
  }

  private static double time(Path file, int line, String text) {
    try {
      double time = Double.parseDouble(text);
      if (Double.isFinite(time)) {
        return time;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new InvalidInputException(
        String.format("%s, line %d: not a time in seconds, such as 12.5", file, line));
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * SECOND);
  }

  /** How many calls arrive. */
  public int calls() {
    return arrivals.length;
  }

  /**
   * When a call arrives.
   *
   * @param call from 0 on, in order of arrival
   */
  long nanos(int call) {
    return arrivals[call];
  }

  /** How long it takes: the number of calls divided by their rate. */
  public double seconds() {
    return seconds;
  }
}
