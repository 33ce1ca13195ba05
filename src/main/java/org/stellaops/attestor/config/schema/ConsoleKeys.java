package org.stellaops.attestor.config.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of the web console. */
public final class ConsoleKeys {
  public static final SettingKey<Boolean> ENABLED =
      new SettingKey<>(
          "attestor.console.enabled",
          new BooleanType(),
          "",
          Default.value("false"),
          "Whether the daemon serves the Hawtio console, in which routes can be watched and"
              + " stopped.",
          "true");
  public static final SettingKey<String> HOST =
      new SettingKey<>(
          "attestor.console.host",
          TextType.matching(
              "[A-Za-z0-9.:-]{1,253}", "host name or address", "write it like 127.0.0.1 or ::1"),
          "",
          Default.value("127.0.0.1"),
          "Address to serve it on; whoever logs in there rules the daemon.",
          "10.0.0.5");
  public static final SettingKey<Integer> PORT =
      new SettingKey<>(
          "attestor.console.port",
          new IntegerType(1, 65_535),
          "",
          Default.value("9999"),
          "TCP port to serve it on.",
          "9998");
  public static final SettingKey<String> USER =
      new SettingKey<>(
          "attestor.console.user",
          TextType.matching("[\\w.@-]{1,64}", "name", "write up to 64 of letters, digits and ._@-"),
          "",
          Default.value("admin"),
          "Name to log in with.",
          "operator");
  public static final SettingKey<Optional<Path>> PASSWORD_FILE =
      new SettingKey<>(
          "attestor.console.passwordFile",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "File whose first line is the password to log in with; it is looked for like"
              + " publicKeyPath.",
          "/etc/stella/console-password");
  public static final SettingKey<Optional<String>> PASSWORD_ENV =
      new SettingKey<>(
          "attestor.console.passwordEnv",
          new OptionalType<>(new EnvironmentVariableType()),
          "",
          Default.value(""),
          "Environment variable that holds the password to log in with.",
          "STELLA_CONSOLE_PASSWORD");

  private ConsoleKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(ENABLED, HOST, PORT, USER, PASSWORD_FILE, PASSWORD_ENV);
  }
}
