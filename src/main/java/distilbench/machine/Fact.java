package distilbench.machine;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A fact, or the reason why there is none: exactly one of the two is not null.
 *
 * @param value what was read
 * @param whyNull why nothing could be, in words for people
 */
public record Fact<T>(T value, String whyNull) {

  public Fact {
    if ((value == null) == (whyNull == null)) {
      throw new IllegalArgumentException("either a value or a reason: " + value + ", " + whyNull);
    }
  }

  public static <T> Fact<T> of(T value) {
    return new Fact<>(value, null);
  }

  public static <T> Fact<T> none(String whyNull) {
    return new Fact<>(null, whyNull);
  }

  public boolean isKnown() {
    return value != null;
  }

  /**
   * The fact in another form; the same reason if there is none. A fact that does not have the form
   * that the function expects, such as a word for a number, counts as none.
   */
  public <R> Fact<R> map(Function<? super T, ? extends R> form) {
    return flatMap(known -> of(form.apply(known)));
  }

  /** A fact that follows from this one, or does not; otherwise as {@link #map}. */
  public <R> Fact<R> flatMap(Function<? super T, Fact<R>> next) {
    if (!isKnown()) {
      return none(whyNull);
    }
    try {
      return next.apply(value);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return none("it has an unexpected form: " + e.getMessage());
    }
  }

  /** This fact, or else what another source tells; this reason if neither does. */
  public Fact<T> or(Supplier<Fact<T>> other) {
    if (isKnown()) {
      return this;
    }
    Fact<T> second = other.get();
    return second.isKnown() ? second : this;
  }
}
