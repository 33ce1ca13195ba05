package org.stellaops.attestor.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The entry point of Jazzer: {@code --target_class=<this> --target_args=NOTE}. With the name {@code
 * ALL} the first byte of an input selects the target.
 */
public final class FuzzDriver {
  private static final String ALL = "ALL";
  private static final FuzzTarget[] TARGETS = FuzzTarget.values();

  private static Optional<FuzzTarget> target = Optional.empty();

  private FuzzDriver() {}

  /** Called by Jazzer once: the argument is the name of the target. */
  public static void fuzzerInitialize(String[] arguments) {
    String name = arguments[0];
    target = name.equals(ALL) ? Optional.empty() : Optional.of(FuzzTarget.valueOf(name));
  }

  /** Called by Jazzer for every input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (target.isPresent()) {
      target.get().run(input);
    } else if (input.length > 0) {
      FuzzTarget selected = TARGETS[(input[0] & 0xff) % TARGETS.length];
      selected.run(Arrays.copyOfRange(input, 1, input.length));
    }
  }

  /** Writes the seeds: a directory for each target and one for all; prints the names of targets. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    for (FuzzTarget each : TARGETS) {
      List<byte[]> seeds = FuzzSeeds.of(each);
      for (int i = 0; i < seeds.size(); i++) {
        byte[] seed = seeds.get(i);
        write(root, each.name(), each + "-" + i, seed);
        byte[] selecting = new byte[seed.length + 1];
        selecting[0] = (byte) each.ordinal();
        System.arraycopy(seed, 0, selecting, 1, seed.length);
        write(root, ALL, each + "-" + i, selecting);
      }
      System.out.println(each);
    }
  }

  private static void write(Path root, String target, String name, byte[] seed) throws IOException {
    Path directory = root.resolve(target.toLowerCase(Locale.ROOT)).resolve("seeds");
    Files.write(Files.createDirectories(directory).resolve(name), seed);
  }
}
