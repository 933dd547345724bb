/** Tables, sentences and legends in plain text. It computes nothing. */
package distilbench.report.text;
