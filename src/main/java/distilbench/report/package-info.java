/**
 * The verbs that read result files and print what they say. Figures come from {@code report.data},
 * judgements from {@code report.verdict}, their form from {@code report.text}.
 */
package distilbench.report;
