/**
 * All that the report derives from result files, as JSON from which others draw, and the same lines
 * for spreadsheets. The schema is documented in {@code src/site/markdown/report-json.md}; nothing
 * is computed here.
 */
package distilbench.report.json;
