package distilbench.report.tracking;

import distilbench.report.data.Estimate;

/**
 * A figure of one row in one run.
 *
 * @param series the row and the kind of machine: the same in every run of them
 */
public record TrackedFigure(String series, Measure measure, Estimate figure) {}
