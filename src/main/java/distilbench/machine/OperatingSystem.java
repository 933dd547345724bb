package distilbench.machine;

/**
 * The system that the processes see; in a container its kernel is the host's.
 *
 * @param name e.g. "Debian GNU/Linux 12 (bookworm)"
 * @param kernel release of the kernel
 */
record OperatingSystem(Fact<String> name, Fact<String> kernel) {

  static OperatingSystem read(MachineFiles files) {
    return new OperatingSystem(name(files), files.text("proc/sys/kernel/osrelease"));
  }

  private static Fact<String> name(MachineFiles files) {
    String file = "etc/os-release";
    return files
        .lines(file)
        .flatMap(
            lines ->
                lines.stream()
                    .filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring(line.indexOf('=') + 1).replaceAll("[\"']", ""))
                    .findFirst()
                    .map(Fact::of)
                    .orElseGet(() -> Fact.none("/" + file + " has no PRETTY_NAME")));
  }
}
