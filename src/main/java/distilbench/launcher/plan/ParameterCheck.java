package distilbench.launcher.plan;

import distilbench.benchmark.ArrivalParameters;
import distilbench.benchmark.CorpusParameters;
import distilbench.benchmark.DeploymentParameters;
import distilbench.benchmark.ProductParameters;
import distilbench.benchmark.SoakParameters;
import distilbench.console.InvalidInputException;
import distilbench.engine.Engine;
import distilbench.format.RowIdentity;
import distilbench.model.ModelSource;
import distilbench.model.ModelVariant;
import distilbench.prepare.PreparationRequest;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Param;

/**
 * Checks parameter values before the first fork, by filling in the benchmarks' own parameter
 * classes as JMH will.
 */
public final class ParameterCheck {
  private ParameterCheck() {}

  /**
   * Checks the values of one row.
   *
   * @return what the row needs to have prepared; nothing if it uses neither model nor corpus
   * @throws InvalidInputException naming the first parameter whose value is not possible
   */
  public static Optional<PreparationRequest> check(RowIdentity row) {
    filled(new ProductParameters(), row).ifPresent(ProductParameters::settings);
    filled(new SoakParameters(), row).ifPresent(SoakParameters::checked);
    filled(new ArrivalParameters(), row).ifPresent(ArrivalParameters::check);
    Optional<DeploymentParameters> deployment = filled(new DeploymentParameters(), row);
    deployment.ifPresent(DeploymentParameters::settings);
    deployment.ifPresent(DeploymentParameters::limits);
    ModelVariant variant =
        deployment.map(DeploymentParameters::variant).orElse(ModelVariant.AS_PREPARED);
    String engine = deployment.map(DeploymentParameters::engine).orElse(Engine.OWN);
    boolean packedWeights = deployment.filter(DeploymentParameters::needsPackedWeights).isPresent();
    Optional<CorpusParameters> corpus = filled(new CorpusParameters(), row);
    corpus.ifPresent(given -> ModelSource.of(given.model).requirePossible());
    return corpus.map(given -> given.settings(engine, variant, packedWeights).request());
  }

  /**
   * Parameters with the values of a row; nothing if it does not have them.
   *
   * @throws InvalidInputException if a value is not of the parameter's type
   */
  static <T> Optional<T> filled(T parameters, RowIdentity row) {
    if (!row.parameters().keySet().containsAll(names(parameters.getClass()))) {
      return Optional.empty();
    }
    fill(parameters, row.parameters());
    return Optional.of(parameters);
  }

  private static Set<String> names(Class<?> parameters) {
    return Arrays.stream(parameters.getFields())
        .filter(field -> field.isAnnotationPresent(Param.class))
        .map(Field::getName)
        .collect(Collectors.toSet());
  }

  private static void fill(Object parameters, Map<String, String> values) {
    for (String name : names(parameters.getClass())) {
      try {
        Field field = parameters.getClass().getField(name);
        field.set(parameters, parse(name, values.get(name), field.getType()));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("parameter " + name + " must be a public field", e);
      }
    }
  }

  private static Object parse(String name, String value, Class<?> type) {
    if (value.isBlank()) {
      throw new InvalidInputException(
          "parameter " + name + " has no value; give one with -p " + name + "=VALUE");
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(value))
          .findFirst()
          .orElseThrow(() -> impossible(name, value, "one of " + constants(type)));
    } else if (type == int.class) {
      try {
        return Integer.valueOf(value);
      } catch (NumberFormatException e) {
        throw impossible(name, value, "a whole number");
      }
    } else if (type == double.class) {
      try {
        return Double.valueOf(value);
      } catch (NumberFormatException e) {
        throw impossible(name, value, "a number");
      }
    }
    return value;
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }

  private static InvalidInputException impossible(String name, String value, String wanted) {
    return new InvalidInputException(name + "=" + value + " is not possible; give " + wanted);
  }
}
