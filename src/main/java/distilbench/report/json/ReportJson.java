package distilbench.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.TerminalText;
import distilbench.format.RowIdentity;
import distilbench.report.choice.Limits;
import distilbench.report.data.DeploymentGroup;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunMachine;
import distilbench.report.data.RunNames;
import distilbench.report.data.Scaling;
import distilbench.report.fleet.Fleet;
import distilbench.report.fleet.Prices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that is derived from result files, in the schema of {@code report-json.md}. */
public final class ReportJson {
  static final int SCHEMA = 1;

  /** So many files are named in a page's title. */
  private static final int MOST_NAMED = 3;

  /** What decides besides the machine whether the rows of two runs make one line. */
  private static final List<String> ALIKE = List.of("jvm", "software", "inputs");

  private final List<RunJson> runs;
  private final List<String> names;
  private final List<String> labels;
  private final List<String> unusable;
  private final List<Fleet> fleets;

  /**
   * @param files at least one
   * @param unusable a line for each file that was left out
   * @param limits of the choice to make in each run; nothing if none was asked for
   * @param prices of the machines
   */
  public ReportJson(
      List<RunFile> files, List<String> unusable, Optional<Limits> limits, Prices prices) {
    this.runs = files.stream().map(file -> new RunJson(file, limits)).toList();
    this.names = new RunNames(files).all();
    this.labels = new RunNames(files).machines();
    this.fleets = Fleet.of(files, prices);
    this.unusable = unusable.stream().map(TerminalText::oneLine).toList();
  }

  /** The whole. */
  public ObjectNode json() {
    ObjectNode node = Json.object().put("schema", SCHEMA);
    String told = names.size() <= MOST_NAMED ? String.join(", ", names) : names.size() + " files";
    node.put("title", "Benchmark results: " + told);
    ArrayNode all = node.putArray("runs");
    for (int i = 0; i < runs.size(); i++) {
      ObjectNode run = runs.get(i).json(names.get(i), labels.get(i));
      for (JsonNode group : run.path("groups")) {
        for (JsonNode scaling : group.path("scaling")) {
          whose((ObjectNode) scaling, runs.size() > 1 ? names.get(i) : "", List.of(i));
        }
      }
      all.add(run);
    }
    unusable.forEach(node.putArray("unusable")::add);
    node.set("fleet", FleetJson.of(fleets));
    node.set("sideBySide", sideBySide());
    node.set("overThreads", overThreads());
    return node;
  }

  /** Says which runs something shows, and what they doubt. */
  private void whose(ObjectNode scaling, String label, List<Integer> shown) {
    RunJson told =
        shown.stream()
            .map(runs::get)
            .filter(run -> !run.doubts().isEmpty())
            .findFirst()
            .orElse(runs.get(shown.get(0)));
    scaling.put("label", label);
    if (shown.size() == 1) {
      scaling.put("run", shown.get(0));
    } else {
      scaling.putNull("run");
    }
    Json.put(scaling, "machine", told.machine());
    Json.put(scaling, "doubts", told.doubts());
  }

  private record Key(String benchmark, String mode) {
    static Key of(ResultRow row) {
      return new Key(row.benchmark(), row.mode());
    }
  }

  /** Rows with a model that several runs have. */
  private ArrayNode sideBySide() {
    ArrayNode all = Json.array();
    if (runs.size() < 2) {
      return all;
    }
    runs.stream()
        .flatMap(run -> run.tables().deployments().stream())
        .map(group -> Key.of(group.rows().get(0).row()))
        .distinct()
        .map(this::common)
        .flatMap(Optional::stream)
        .forEach(all::add);
    return all;
  }

  private record Place(DeploymentGroup group, DeploymentRow row) {}

  private Optional<ObjectNode> common(Key key) {
    Map<RowIdentity, Map<Integer, Place>> byIdentity = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      for (DeploymentGroup group : runs.get(i).tables().deployments()) {
        for (DeploymentRow row : group.rows()) {
          if (Key.of(row.row()).equals(key) && row.isTimed() && row.runsModel()) {
            byIdentity
                .computeIfAbsent(row.row().identity(), any -> new TreeMap<>())
                .put(i, new Place(group, row));
          }
        }
      }
    }
    List<Map<Integer, Place>> common =
        byIdentity.values().stream().filter(found -> found.size() > 1).toList();
    if (common.isEmpty()) {
      return Optional.empty();
    }
    List<ResultRow> every =
        common.stream()
            .flatMap(found -> found.values().stream())
            .map(place -> place.row().row())
            .toList();
    List<ResultRow> first =
        common.stream().map(found -> found.values().iterator().next().row().row()).toList();
    List<RowNames.Name> told = new RowNames(first).brief();
    RunFile base = runs.get(0).file();
    ObjectNode node = Json.object().put("class", GroupJson.classOf(first.get(0)));
    node.put("benchmark", first.get(0).name().benchmark());
    node.put("mode", first.get(0).name().mode());
    node.put("subject", new RowNames(every).subject());
    node.put("oneMachine", runs.stream().allMatch(run -> RunMachine.isSame(base, run.file())));
    ArrayNode names = node.putArray("names");
    told.forEach(name -> names.add(Json.name(name)));
    ArrayNode lines = node.putArray("rows");
    for (int line = 0; line < common.size(); line++) {
      ArrayNode rows = lines.addArray();
      for (int i = 0; i < runs.size(); i++) {
        Place place = common.get(line).get(i);
        if (place == null) {
          rows.addNull();
        } else {
          rows.add(runs.get(i).rows().of(place.row(), told.get(line), place.group()));
        }
      }
    }
    return Optional.of(node);
  }

  /** A run has one number of JMH's threads; several runs of one machine and build have several. */
  private ArrayNode overThreads() {
    ArrayNode all = Json.array();
    List<List<Integer>> pools = comparable();
    for (List<Integer> pool : pools) {
      Map<Key, List<ResultRow>> groups =
          pool.stream()
              .flatMap(run -> runs.get(run).file().rows().stream())
              .collect(Collectors.groupingBy(Key::of, LinkedHashMap::new, Collectors.toList()));
      for (List<ResultRow> rows : groups.values()) {
        if (rows.stream().anyMatch(DeploymentRow::isOne)) {
          int first =
              pool.stream()
                  .filter(run -> runs.get(run).file().rows().contains(rows.get(0)))
                  .findFirst()
                  .orElseThrow();
          ObjectNode scaling = ScalingJson.of(Scaling.THREADS, rows);
          whose(scaling, pools.size() > 1 ? names.get(first) : "", pool);
          all.add(scaling);
        }
      }
    }
    return all;
  }

  /** The runs of each machine, JVM, build and input, as far as their sidecars tell. */
  private List<List<Integer>> comparable() {
    List<List<Integer>> pools = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      RunFile run = runs.get(i).file();
      Optional<List<Integer>> pool =
          pools.stream()
              .filter(known -> isComparable(runs.get(known.get(0)).file(), run))
              .findFirst();
      if (pool.isPresent()) {
        pool.get().add(i);
      } else {
        pools.add(new ArrayList<>(List.of(i)));
      }
    }
    return pools;
  }

  private static boolean isComparable(RunFile run, RunFile other) {
    return RunMachine.isSame(run, other)
        && ALIKE.stream().allMatch(part -> run.fact(part).equals(other.fact(part)));
  }
}
