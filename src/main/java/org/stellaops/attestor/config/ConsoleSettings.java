package org.stellaops.attestor.config;

import java.util.Optional;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.ConsoleKeys;

/**
 * Where the web console is served; the keys under {@code attestor.console}.
 *
 * @param enabled whether it is served at all
 * @param host address to serve it on
 * @param port TCP port, 1 to 65535
 * @param user name to log in with
 * @param password where the password is; there is one if it is enabled
 */
public record ConsoleSettings(
    boolean enabled, String host, int port, String user, Optional<PasswordSource> password) {

  /** Refuses values that the file could not hold. */
  public ConsoleSettings {
    ConsoleKeys.HOST.require(host);
    ConsoleKeys.PORT.require(port);
    ConsoleKeys.USER.require(user);
    if (enabled && password.isEmpty()) {
      throw ConfigErrors.invalid("the console has no password", "add passwordFile");
    }
  }
}
