package distilbench.machine;

/**
 * What the firmware calls the machine; serial numbers are left alone.
 *
 * @param vendor e.g. "Amazon EC2"
 * @param name e.g. "c7i.xlarge"
 */
record Product(Fact<String> vendor, Fact<String> name) {

  static Product read(MachineFiles files) {
    return new Product(
        files.text("sys/class/dmi/id/sys_vendor"), files.text("sys/class/dmi/id/product_name"));
  }
}
