package distilbench.report;

/** How a verb prints what it found, as the command line has it. */
enum Format {
  text,
  markdown,
  csv,
  json
}
