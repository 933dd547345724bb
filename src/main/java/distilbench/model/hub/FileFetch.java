package distilbench.model.hub;

import distilbench.console.InvalidInputException;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Transfers files of a model into a folder. A file that has its name there is whole, and what the
 * hub lists. What has come of another one lies beside it, with the entity tag that says of which
 * content it is a part (RFC 9110, sections 8.8.3, 13.1.5 and 14.2): the rest is asked for on the
 * condition that it is still the same.
 */
final class FileFetch {
  private static final String PART = ".part";
  private static final String TAG = ".etag";
  private static final String WEAK = "W/";

  private final Hub hub;
  private final String commit;
  private final Path folder;
  private final TransferProgress progress;

  FileFetch(Hub hub, String commit, Path folder, TransferProgress progress) {
    this.hub = hub;
    this.commit = commit;
    this.folder = folder;
    this.progress = progress;
  }

  /** How many bytes of a file are in a folder already. */
  static long begun(Path folder, HubFile file) throws IOException {
    Path whole = folder.resolve(file.path());
    Path part = beside(whole, PART);
    return Files.exists(whole) ? file.bytes() : Files.exists(part) ? Files.size(part) : 0;
  }

  /**
   * Gets a file, or the rest of it.
   *
   * @throws InvalidInputException if it does not come as the hub lists it
   * @throws IOException if it cannot be written
   */
  FileFacts fetch(HubFile file) throws IOException {
    Path whole = folder.resolve(file.path());
    if (Files.exists(whole)) {
      return checked(file, whole);
    }
    Files.createDirectories(whole.getParent());
    Path part = beside(whole, PART);
    if (Files.notExists(part) || Files.size(part) != file.bytes()) {
      transfer(file, part, beside(whole, TAG));
    }
    DurableFiles.flush(part);
    FileFacts facts = checked(file, part);
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(beside(whole, TAG));
    return facts;
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** What is wrong is deleted: nothing must go on from it. */
  private FileFacts checked(HubFile file, Path written) throws IOException {
    ContentDigest found = ContentDigest.of(written);
    Optional<String> difference = file.differs(found);
    if (difference.isPresent()) {
      Files.delete(written);
      Files.deleteIfExists(beside(folder.resolve(file.path()), TAG));
      throw new InvalidInputException(
          String.format(
              "%s does not come from %s as it is listed there (%s); run the same command again,"
                  + " and if that does not help, fetch from another address with --from",
              file.path(), hub.endpoint(), difference.get()));
    }
    return found.facts();
  }

  private void transfer(HubFile file, Path part, Path tag) throws IOException {
    long begun = Files.exists(part) && Files.exists(tag) ? Files.size(part) : 0;
    HttpResponse<TimedBody> response = hub.get(address(file), conditions(begun, tag));
    try (TimedBody body = response.body()) {
      if (response.statusCode() != Hub.NO_SUCH_RANGE) {
        receive(file, response, begun, part, tag);
        return;
      }
    }
    // Nothing can go on from what is there.
    Files.delete(part);
    transfer(file, part, tag);
  }

  private String address(HubFile file) {
    return "/" + hub.model().id() + "/resolve/" + commit + "/" + file.path();
  }

  private static Map<String, String> conditions(long begun, Path tag) throws IOException {
    return begun == 0
        ? Map.of()
        : Map.of("Range", "bytes=" + begun + "-", "If-Range", Files.readString(tag));
  }

  private void receive(
      HubFile file, HttpResponse<TimedBody> response, long begun, Path part, Path tag)
      throws IOException {
    long at = start(file, response, begun);
    try (FileChannel out =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      out.truncate(at).position(at);
      if (at == 0) {
        writeTag(response, tag);
      }
      List<ByteBuffer> pieces = hub.next(response, sofar(file, at));
      while (!pieces.isEmpty()) {
        long more = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        at += more;
        requireSize(file, at <= file.bytes(), "more");
        for (ByteBuffer piece : pieces) {
          while (piece.hasRemaining()) {
            out.write(piece);
          }
        }
        progress.advance(more);
        pieces = hub.next(response, sofar(file, at));
      }
    }
    if (at < file.bytes()) {
      throw Hub.brokenOff(response, sofar(file, at));
    }
  }

  /** Where in the file the answer begins. */
  private long start(HubFile file, HttpResponse<?> response, long begun) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    long start = response.statusCode() == Hub.PARTIAL ? begun : 0;
    if (start > 0 && !range.startsWith("bytes " + start + "-")) {
      throw hub.noHub("it gives other parts of files than it was asked for");
    }
    long sent = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    requireSize(file, sent < 0 || start + sent == file.bytes(), Long.toString(start + sent));
    return start;
  }

  private void requireSize(HubFile file, boolean right, String sent) {
    if (!right) {
      throw new InvalidInputException(
          String.format(
              "%s sends %s bytes of %s, but lists %d; fetch from another address with --from",
              hub.endpoint(), sent, file.path(), file.bytes()));
    }
  }

  private static String sofar(HubFile file, long at) {
    return String.format("%d of %d bytes of %s", at, file.bytes(), file.path());
  }

  /** Without a tag that tells contents apart byte by byte, a transfer begins anew. */
  private static void writeTag(HttpResponse<?> response, Path tag) throws IOException {
    Optional<String> strong =
        response.headers().firstValue("ETag").filter(value -> !value.startsWith(WEAK));
    if (strong.isPresent()) {
      Files.writeString(tag, strong.get());
    } else {
      Files.deleteIfExists(tag);
    }
  }
}
