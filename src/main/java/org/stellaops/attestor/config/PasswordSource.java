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

/** The file or environment variable that holds a password or another secret. */
public sealed interface PasswordSource {
  /**
   * The source that two keys name, of which at most one has a value.
   *
   * @param key the common part of the keys, to which {@code File} and {@code Env} are added
   */
  static Optional<PasswordSource> of(String key, Optional<Path> file, Optional<String> variable) {
    return file.<PasswordSource>map(path -> new InFile(key + "File", path))
        .or(() -> variable.map(name -> new InEnvironment(key + "Env", name)));
  }

  /**
   * Reads the password. It is not cached, so that a rotated one is found.
   *
   * @param environment the environment of the process
   * @throws AttestorException {@code configuration} if there is none
   */
  String read(Map<String, String> environment);

  /**
   * The first line of a file.
   *
   * @param key the configuration key that names the file
   * @param path the absolute path
   */
  record InFile(String key, Path path) implements PasswordSource {
    @Override
    public String read(Map<String, String> environment) {
      try (BufferedReader lines = Files.newBufferedReader(path)) {
        String password = lines.readLine();
        if (password != null && !password.isEmpty()) {
          return password;
        }
      } catch (IOException e) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            key + ": cannot read " + path,
            "check that the file exists and that this user can read it",
            e);
      }
      throw ConfigErrors.invalid(
          key + ": the first line of " + path + " is empty", "write the password there");
    }
  }

  /**
   * An environment variable.
   *
   * @param key the configuration key that names it
   * @param variable its name
   */
  record InEnvironment(String key, String variable) implements PasswordSource {
    @Override
    public String read(Map<String, String> environment) {
      String password = environment.getOrDefault(variable, "");
      if (password.isEmpty()) {
        throw ConfigErrors.invalid(
            key + ": " + variable + " is not set", "set it in the environment of the program");
      }
      return password;
    }
  }
}
