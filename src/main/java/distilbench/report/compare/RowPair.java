package distilbench.report.compare;

import distilbench.report.data.ResultRow;

/** The same row in two files; the indices are its places in them. */
record RowPair(ResultRow base, int baseIndex, ResultRow other, int otherIndex) {}
