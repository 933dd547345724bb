/**
 * Result files as rows and metrics, and every figure computed from them, with its interval. Nothing
 * here knows how a figure is shown or whether it is trusted.
 */
package distilbench.report.data;
