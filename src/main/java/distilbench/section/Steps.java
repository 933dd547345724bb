package distilbench.section;

/** What a soak counts while it watches whether memory grows. */
public enum Steps {
  /** Calls, by the thousand. */
  THOUSAND_CALLS,

  /** Openings of the deployment, each after it was closed. */
  OPENINGS
}
