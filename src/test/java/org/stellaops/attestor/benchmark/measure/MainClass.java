package org.stellaops.attestor.benchmark.measure;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of the benchmarks with the Java, the options and the jar of the launcher. */
public final class MainClass {
  private MainClass() {}

  /**
   * Builds the command line {@code bin/stella --main DIRECTORY CLASS}.
   *
   * @param launcher {@code bin/stella} of the build that is measured
   * @return a new list, to which arguments can be added
   */
  public static List<String> command(Path launcher, Class<?> main) {
    URI classes = URI.create(main.getProtectionDomain().getCodeSource().getLocation().toString());
    return new ArrayList<>(
        List.of(launcher.toString(), "--main", Path.of(classes).toString(), main.getName()));
  }
}
