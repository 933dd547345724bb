package distilbench.launcher;

import distilbench.jvm.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints, of the whole program and of each verb. */
public final class ProductVersion implements IVersionProvider {
  /** What was built, of which commit, with which libraries, and what runs it. */
  @Override
  public String[] getVersion() {
    Versions versions = Versions.ofThisJar();
    String commit = versions.commit().map(known -> "commit " + known).orElse("no commit known");
    String modified = versions.modified().orElse(false) ? ", modified" : "";
    return new String[] {
      "distilbench " + versions.distilbench() + " (" + commit + modified + ")",
      "JMH " + versions.jmh(),
      "ONNX Runtime " + versions.onnxRuntime(),
      "tokenizers " + versions.tokenizers(),
      System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version")
    };
  }
}
