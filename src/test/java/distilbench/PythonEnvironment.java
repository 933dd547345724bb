package distilbench;

import static org.assertj.core.api.Assertions.fail;

import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Python with packages of its own, below {@code target/}: made where it is missing, and kept as
 * long as its requirements stay the same.
 *
 * @param folder where it lies
 * @param requirements a file that names the packages
 * @param oldest minor version of Python 3 that has them
 */
record PythonEnvironment(Path folder, Path requirements, int oldest) {
  private static final long LONG_ENOUGH_SECONDS = 900;

  /** How a program ended, and all that it said. */
  record Ended(int code, String said) {
    String lastLine() {
      return said.substring(said.lastIndexOf('\n') + 1);
    }
  }

  String python() {
    return folder.resolve("bin/python").toString();
  }

  /** Makes the environment, unless it is there as it should be. */
  void prepare() throws IOException, InterruptedException {
    Path made = folder.resolve("made-of.txt");
    String madeOf = pythonVersion() + "\n" + Files.readString(requirements);
    if (Files.exists(made) && Files.readString(made).equals(madeOf)) {
      return;
    }
    Ended venv = run("python3", "-m", "venv", "--clear", folder.toString());
    if (venv.code() != 0) {
      fail("The tests need Python's module venv: " + venv.lastLine());
    }
    Ended pip =
        run(
            python(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--prefer-binary",
            "-r",
            requirements.toString());
    if (pip.code() != 0) {
      fail("The tests need what pip could not install: " + pip.lastLine());
    }
    Files.writeString(made, madeOf);
  }

  private String pythonVersion() throws InterruptedException {
    String old = "import sys; print(sys.version); sys.exit(sys.version_info < (3, " + oldest + "))";
    String needed = "The tests need Python 3." + oldest + " or newer, ";
    try {
      Ended python = run("python3", "-c", old);
      if (python.code() == 0) {
        return python.said();
      }
      return fail(needed + "not " + python.said());
    } catch (IOException e) {
      return fail(needed + "as python3 on the path", e);
    }
  }

  private Ended run(String... command) throws IOException, InterruptedException {
    return run(Project.FOLDER, Map.of(), command);
  }

  /**
   * Runs a program to its end.
   *
   * @param environment variables besides those of this JVM
   */
  static Ended run(Path where, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder description = new ProcessBuilder(command).directory(where.toFile());
    description.environment().putAll(environment);
    try (ChildProgram child = ChildProgram.start(description)) {
      int code = child.exitCode(LONG_ENOUGH_SECONDS);
      return new Ended(code, (child.output().text() + "\n" + child.errors().text()).strip());
    }
  }
}
