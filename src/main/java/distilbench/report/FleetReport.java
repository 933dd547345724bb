package distilbench.report;

import distilbench.console.InvalidInputException;
import distilbench.report.fleet.Fleet;
import distilbench.report.fleet.Prices;
import distilbench.report.json.FleetJson;
import distilbench.report.text.FleetTable;
import distilbench.report.text.Table;
import distilbench.report.text.TableCsv;
import distilbench.report.text.TableMarkdown;
import distilbench.report.text.TextTable;
import distilbench.report.text.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Runs on several machines beside each other, in every form. */
final class FleetReport {
  private final List<Fleet> fleets;

  /**
   * @throws InvalidInputException if no two of the runs can be put beside each other
   */
  FleetReport(Path folder, GivenRuns given, Prices prices) {
    this.fleets = Fleet.of(given.runs(), prices);
    if (fleets.isEmpty()) {
      throw new InvalidInputException(
          folder
              + " holds no two runs that measured the same row of a deployment with a model;"
              + " 'report' shows each by itself");
    }
  }

  String text(Format format) {
    List<Table> tables = fleets.stream().map(FleetTable::of).toList();
    return switch (format) {
      case text -> Words.parts(tables.stream().map(table -> new TextTable(table).lines()).toList());
      case markdown -> Words.parts(tables.stream().map(TableMarkdown::of).toList());
      case csv -> tables.stream().map(TableCsv::of).collect(Collectors.joining("\n"));
      case json -> FleetJson.text(fleets);
    };
  }
}
