package distilbench.report.fleet;

import distilbench.report.data.RunFile;
import distilbench.report.data.Sidecar;

/**
 * A machine, as one run saw it.
 *
 * @param name tells it apart from the others
 * @param perHour its price; NaN if it is not known
 */
public record FleetMachine(String name, RunFile run, double perHour) {
  /** Cores that deployments shared out; NaN if the run does not tell. */
  double cores() {
    return run.sidecar().map(Sidecar::usableCores).orElse(Double.NaN);
  }
}
