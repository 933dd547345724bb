package distilbench.deployment;

/** Whether idle intra-op threads spin while they wait for work. */
public enum Spinning {
  /** As the deployment prescribes. */
  DEPLOYMENT,
  ON,
  OFF;

  boolean resolve(boolean prescribed) {
    return this == DEPLOYMENT ? prescribed : this == ON;
  }
}
