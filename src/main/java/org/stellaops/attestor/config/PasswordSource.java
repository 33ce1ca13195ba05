package org.stellaops.attestor.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The file or environment variable that holds a password or another secret.
 *
 * @param key the common part of the configuration keys, to which {@code File} and {@code Env} are
 *     added
 * @param file the absolute path of the file, which has the password in its first line
 * @param variable the name of the environment variable, if there is no file
 */
public record PasswordSource(String key, Optional<Path> file, Optional<String> variable) {
  /** The source that two keys name, of which at most one has a value; empty if none has. */
  static Optional<PasswordSource> of(String key, Optional<Path> file, Optional<String> variable) {
    return Optional.of(new PasswordSource(key, file, variable))
        .filter(source -> file.isPresent() || variable.isPresent());
  }

  /**
   * Reads the password. It is not cached, so that a rotated one is found.
   *
   * @param environment the environment of the process
   * @throws AttestorException {@code configuration} if there is none
   */
  public String read(Map<String, String> environment) {
    if (file.isPresent()) {
      return firstLine(file.get());
    }
    String password = environment.getOrDefault(variable.orElseThrow(), "");
    if (password.isEmpty()) {
      throw ConfigErrors.invalid(
          key + "Env: " + variable.get() + " is not set",
          "set it in the environment of the program");
    }
    return password;
  }

  private String firstLine(Path path) {
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      String password = lines.readLine();
      if (password != null && !password.isEmpty()) {
        return password;
      }
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          key + "File: cannot read " + path,
          "check that the file exists and that this user can read it",
          e);
    }
    throw ConfigErrors.invalid(
        key + "File: the first line of " + path + " is empty", "write the password there");
  }
}
