package distilbench.model.hub;

import distilbench.console.InvalidInputException;
import java.util.regex.Pattern;

/**
 * A published model, at one of its revisions.
 *
 * @param owner who publishes it
 * @param name of the model
 * @param revision a branch, a tag or a commit
 * @param folder the name of the folder that it is fetched into
 */
public record HubModel(String owner, String name, String revision, String folder) {
  /** What users may write for the classifier whose geometry the built-in model has. */
  public static final String SST2 = "distilbert-sst2";

  private static final String SST2_OWNER = "distilbert";
  private static final String SST2_NAME = "distilbert-base-uncased-finetuned-sst-2-english";

  /** Its commit since December 2023: everybody who compares results must have the same weights. */
  private static final String SST2_COMMIT = "714eb0fa89d2f80546fda750413ed43d93601a13";

  private static final String NEWEST = "main";

  /** As the hub's own client has it (huggingface_hub, {@code validate_repo_id}). */
  private static final Pattern NAME =
      Pattern.compile("(\\w(?:[\\w.-]*\\w)?)/(\\w(?:[\\w.-]*\\w)?)");

  /** What git has in no name of a branch or tag, and would lead elsewhere in a URL. */
  private static final Pattern NO_REVISION =
      Pattern.compile("\\s*|\\..*|.*(?:\\.\\.|\\s|\\p{Cntrl}).*");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /**
   * Understands what users write.
   *
   * @param model OWNER/NAME, or {@link #SST2}
   * @param revision null for the newest; of {@link #SST2}, for the one that all compare
   * @throws InvalidInputException if there can be no such model or revision
   */
  public static HubModel of(String model, String revision) {
    if (model.equals(SST2)) {
      return new HubModel(
          SST2_OWNER, SST2_NAME, checked(revision == null ? SST2_COMMIT : revision), SST2);
    }
    var parts = NAME.matcher(model);
    if (!parts.matches()) {
      throw new InvalidInputException(
          String.format(
              "'%s' is no name of a published model; write OWNER/NAME, or %s", model, SST2));
    }
    String name = parts.group(2);
    return new HubModel(parts.group(1), name, checked(revision == null ? NEWEST : revision), name);
  }

  private static String checked(String revision) {
    if (NO_REVISION.matcher(revision).matches()) {
      throw new InvalidInputException(
          String.format("'%s' is no revision; give a branch, a tag or a commit", revision));
    }
    return revision;
  }

  /** Whether a text is the digest of a commit, 40 or 64 hexadecimal digits. */
  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** OWNER/NAME. */
  public String id() {
    return owner + "/" + name;
  }
}
