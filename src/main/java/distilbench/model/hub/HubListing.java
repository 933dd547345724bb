package distilbench.model.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hub has of a model at one commit.
 *
 * @param commit that the revision means now
 * @param files all of them, whatever they are
 */
record HubListing(String commit, List<HubFile> files) {
  private static final Pattern NEXT =
      Pattern.compile("<[^>?]*\\?([^>#]*)[^>]*>;\\s*rel=\"next\".*");
  private static final String WHOLE = "recursive=true";

  /** A hub gives a thousand files at a time. */
  private static final int MOST_PAGES = 100;

  /** Asks for it. */
  static HubListing read(Hub hub) {
    String commit =
        hub.page(api(hub) + "/revision/" + escaped(hub.model().revision()))
            .json()
            .path("sha")
            .asText();
    if (!HubModel.isCommit(commit)) {
      throw hub.noHub("it says no commit of a revision");
    }
    List<HubFile> files = new ArrayList<>();
    Optional<String> query = Optional.of(WHOLE);
    for (int pages = 0; query.isPresent(); pages++) {
      // The commit, not the branch: a model may change meanwhile.
      Hub.Page page = hub.page(api(hub) + "/tree/" + commit + "?" + query.get());
      if (!page.json().isArray() || pages == MOST_PAGES) {
        throw hub.noHub("it gives no list of files");
      }
      for (JsonNode entry : page.json()) {
        if (entry.path("type").asText().equals("file")) {
          files.add(file(hub, entry));
        }
      }
      query = page.links().stream().flatMap(link -> next(link).stream()).findFirst();
    }
    return new HubListing(commit, List.copyOf(files));
  }

  private static HubFile file(Hub hub, JsonNode entry) {
    HubFile file = HubFile.of(entry);
    if (file.bytes() < 0) {
      throw hub.noHub("it lists a file without its size");
    }
    return file;
  }

  private static String api(Hub hub) {
    return "/api/models/" + hub.model().id();
  }

  /** Only what is asked for is taken of a link: mirrors pass the hub's own address on. */
  private static Optional<String> next(String link) {
    Matcher next = NEXT.matcher(link);
    return next.matches() ? Optional.of(next.group(1)) : Optional.empty();
  }

  private static String escaped(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
