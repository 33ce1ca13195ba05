package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.Optional;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** The web console. */
@Section("attestor.console")
public record ConsoleSettings(
    @Key(
            defaultValue = "false",
            description =
                "Whether the daemon serves the Hawtio web console, in which routes can be watched,"
                    + " stopped and started.",
            example = "true")
        boolean enabled,
    @Key(
            defaultValue = "127.0.0.1",
            type = Key.Type.HOST,
            description = "Address to listen on. A logged-in user can control the daemon.",
            example = "10.0.0.5")
        String host,
    @Key(
            defaultValue = "9999",
            min = "1",
            max = "65535",
            description = "TCP port to listen on.",
            example = "9998")
        int port,
    @Key(
            pattern = MonitoringSettings.HOST_NAMES,
            form = "host names, separated by commas",
            hint = "write up to 20 like stella.example.org",
            description =
                "Further host names, separated by commas, under which browsers reach the console."
                    + " Requests for other names are refused; addresses, localhost and host are"
                    + " always accepted.",
            example = "stella.example.org",
            details = {
              "Without this check a web page could give its own name the address of this host, and",
              "read what only this host can reach (DNS rebinding)."
            })
        Optional<String> hostNames,
    @Key(
            defaultValue = "admin",
            pattern = "[\\w.@-]{1,64}",
            form = "name",
            hint = "write up to 64 of letters, digits and ._@-",
            description = "User name for the login.",
            example = "operator")
        String user,
    @Key(
            input = true,
            description =
                "File whose first line is the password for the login. A relative path is resolved"
                    + " like publicKeyPath.",
            example = "/etc/stella/console-password",
            details = "Without a password the console does not start.")
        Optional<Path> passwordFile,
    @Key(
            type = Key.Type.ENVIRONMENT_VARIABLE,
            description = "Environment variable that holds the password for the login.",
            example = "STELLA_CONSOLE_PASSWORD")
        Optional<String> passwordEnv)
    implements SettingsRecord<ConsoleSettings> {

  public ConsoleSettings {
    if (enabled && passwordFile.isEmpty() && passwordEnv.isEmpty()) {
      throw ConfigErrors.invalid("the console has no password", "add passwordFile");
    }
  }

  /** Where the password is; present if the console is enabled. */
  public Optional<PasswordSource> password() {
    return PasswordSource.of("attestor.console.password", passwordFile, passwordEnv);
  }
}
