package org.stellaops.attestor.config;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where relative paths begin.
 *
 * @param working the working directory of the program
 * @param configuration the directory of the configuration file
 */
record BaseDirectories(Path working, Path configuration) {
  BaseDirectories {
    working = working.toAbsolutePath().normalize();
    configuration = working.resolve(configuration).normalize();
  }

  /** A path that the program writes to: it begins at the working directory. */
  Path resolveOutput(Path path) {
    return working.resolve(path).normalize();
  }

  /**
   * A file that the operator keeps: it begins at the working directory if it is there, else at the
   * directory of the configuration file, so that keys can lie beside it.
   */
  Path resolveInput(Path path) {
    Path candidate = resolveOutput(path);
    return Files.exists(candidate) ? candidate : configuration.resolve(path).normalize();
  }
}
