package distilbench.report.compare;

/** The same row in two files. */
record RowPair(MeasuredRow base, MeasuredRow other) {}
