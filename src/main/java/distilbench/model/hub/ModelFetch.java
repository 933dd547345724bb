package distilbench.model.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Quantity;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import distilbench.storage.NewFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches a published model into a folder, which is whole or not there: what has come lies in a
 * folder beside it, {@code .NAME.fetching}, until all is there and checked. What ends early goes on
 * from there, if the same files of the same commit are wanted; otherwise they are deleted.
 */
public final class ModelFetch {
  private static final String PLAN = "fetching.json";

  private final Hub hub;
  private final boolean onnx;
  private final PrintStream log;

  /**
   * Asks nothing yet.
   *
   * @param onnx whether an ONNX graph is wanted even where there are safetensors
   * @param log for progress
   */
  public ModelFetch(
      HubEndpoint endpoint,
      HubModel model,
      Optional<HubToken> token,
      boolean onnx,
      PrintStream log) {
    this(new Hub(endpoint, model, token, TransferLimits.USUAL, log), onnx, log);
  }

  ModelFetch(Hub hub, boolean onnx, PrintStream log) {
    this.hub = hub;
    this.onnx = onnx;
    this.log = log;
  }

  /**
   * What lies aside is of.
   *
   * @param files the paths of all that are wanted
   */
  private record Plan(String model, String commit, List<String> files) {}

  /**
   * Fetches it, unless it is there already.
   *
   * @param folder the folder to make; must not exist, be empty, or hold the same model
   * @throws InvalidInputException if it holds anything else, or the model cannot be fetched
   */
  public void fetch(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    if (name == null || !folder.endsWith(name)) {
      throw new InvalidInputException(
          "cannot fetch into " + folder + ": the folder is replaced; write its name");
    }
    try {
      Optional<FetchedFolder> there = present(folder);
      String revision = hub.model().revision();
      if (there.isPresent() && HubModel.isCommit(revision)) {
        // What a commit is never changes: the hub need not be asked.
        requireSame(there.get(), folder, revision);
      } else {
        fetchAsListed(folder);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot write %s (%s); make room or make it writable, then run the same command"
                  + " again: it goes on where this ended",
              folder, FileProblem.of(e)),
          e);
    }
  }

  private void fetchAsListed(Path folder) throws IOException {
    HubListing listing = HubListing.read(hub);
    List<HubFile> files = new NeededFiles(hub.model(), listing.files()).chosen(onnx);
    try (BuildLock lock = BuildLock.acquire(folder, log)) {
      // Another process may have fetched it meanwhile.
      Optional<FetchedFolder> there = present(folder);
      if (there.isPresent()) {
        requireSame(there.get(), folder, listing.commit());
      } else {
        make(folder, listing.commit(), files);
      }
    }
  }

  /** What was fetched into a folder; nothing if it does not exist, or is empty. */
  private static Optional<FetchedFolder> present(Path folder) throws IOException {
    try {
      if (NewFolder.isAbsentOrEmpty(folder)) {
        return Optional.empty();
      }
    } catch (NotDirectoryException e) {
      throw occupied(folder, "exists already");
    }
    return Optional.of(
        FetchedFolder.read(folder).orElseThrow(() -> occupied(folder, "exists already")));
  }

  private static InvalidInputException occupied(Path folder, String how) {
    return new InvalidInputException(
        String.format(
            "%s %s; name another folder with --into, or delete this one first", folder, how));
  }

  private void requireSame(FetchedFolder there, Path folder, String commit) throws IOException {
    String id = hub.model().id();
    if (!there.model().equals(id) || !there.commit().equals(commit)) {
      throw occupied(
          folder,
          String.format(
              "holds %s at commit %s, not %s at commit %s",
              there.model(), there.commit(), id, commit));
    } else if (onnx && !there.hasGraph()) {
      throw occupied(folder, "holds " + id + " without its ONNX graph");
    }
    Optional<String> changed = there.changed(folder);
    if (changed.isPresent()) {
      throw occupied(folder, "is no longer as it was fetched: " + changed.get() + " differs");
    }
    log.printf("%s holds %s at commit %s already%n", folder, id, commit);
  }

  private void make(Path folder, String commit, List<HubFile> files) throws IOException {
    Path aside = folder.toAbsolutePath().resolveSibling("." + folder.getFileName() + ".fetching");
    begin(aside, new Plan(hub.model().id(), commit, files.stream().map(HubFile::path).toList()));
    Map<String, FileFacts> facts;
    try {
      facts = fetchInto(aside, commit, files);
    } catch (InvalidInputException e) {
      if (begun(aside, files) == 0) {
        DurableFiles.deleteFolder(aside);
      }
      throw e;
    }
    FetchedFolder made =
        new FetchedFolder(
            hub.model().id(), hub.model().revision(), commit, hub.endpoint().toString(), facts);
    made.write(aside);
    Files.deleteIfExists(folder);
    DurableFiles.moveInPlace(aside, folder);
    // Only now: without it, what is aside would be of no use.
    Files.delete(folder.resolve(PLAN));
    log.printf(
        "%s: %s at commit %s, %s, %s; measure it with -p model=%1$s%n",
        folder,
        made.model(),
        commit,
        Quantity.of(facts.size(), "file"),
        TransferProgress.text(made.bytes()));
  }

  /** Keeps what an earlier call has got of the same files. */
  private static void begin(Path aside, Plan plan) throws IOException {
    byte[] text = new ObjectMapper().writeValueAsBytes(plan);
    Path file = aside.resolve(PLAN);
    if (Files.notExists(file) || !Arrays.equals(Files.readAllBytes(file), text)) {
      DurableFiles.deleteFolder(aside);
      Files.createDirectory(aside);
      DurableFiles.write(file, text);
    }
  }

  private Map<String, FileFacts> fetchInto(Path aside, String commit, List<HubFile> files)
      throws IOException {
    long all = files.stream().mapToLong(HubFile::bytes).sum();
    long begun = begun(aside, files);
    if (begun > 0) {
      log.printf(
          "%s of %s are there already%n", TransferProgress.text(begun), TransferProgress.text(all));
    }
    TransferProgress progress =
        new TransferProgress(log, "fetching " + hub.model().id(), all - begun);
    FileFetch transfer = new FileFetch(hub, commit, aside, progress);
    Map<String, FileFacts> facts = new LinkedHashMap<>();
    for (HubFile file : files) {
      facts.put(file.path(), transfer.fetch(file));
    }
    progress.finish();
    return facts;
  }

  private static long begun(Path aside, List<HubFile> files) throws IOException {
    long bytes = 0;
    for (HubFile file : files) {
      bytes += FileFetch.begun(aside, file);
    }
    return bytes;
  }
}
