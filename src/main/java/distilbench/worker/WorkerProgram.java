package distilbench.worker;

import java.util.Map;
import java.util.OptionalInt;

/** What runs in a worker process: a program that speaks the protocol of {@link Message}. */
public interface WorkerProgram {
  /** Describes a process that is not started yet; its streams are pipes. */
  ProcessBuilder describe(WorkerOptions options);

  /**
   * How many tokens a text has, special ones included: what every answer must say. Empty where
   * answers do not say it, because the tokenizer is this suite's own.
   */
  OptionalInt tokens(String text);

  /**
   * Checks what a worker says about itself when it is ready.
   *
   * @throws distilbench.inference.InferenceException if it does not do what the options say
   */
  void check(WorkerOptions options, Map<String, Object> ready);
}
