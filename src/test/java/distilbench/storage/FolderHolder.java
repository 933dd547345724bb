package distilbench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run that makes its folder, puts something into it, says where it is, and lives on. */
public final class FolderHolder {
  private FolderHolder() {}

  /** Takes the folder for temporary files. */
  public static void main(String[] arguments) throws IOException {
    RunFolder folder = RunFolder.make(Path.of(arguments[0]));
    Path inside = Files.createDirectory(folder.path().resolve("onnxruntime-java1"));
    Files.writeString(inside.resolve("library.so"), "native code");
    System.out.println("folder " + folder.path());
    System.in.readAllBytes();
  }
}
