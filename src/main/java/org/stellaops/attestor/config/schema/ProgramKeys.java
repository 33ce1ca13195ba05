package org.stellaops.attestor.config.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the program as a whole. */
public final class ProgramKeys {
  public static final SettingKey<Path> DATA_DIR =
      new SettingKey<>(
          "attestor.dataDir",
          new PathType(),
          "",
          Default.derived("./data in a checkout, /var/lib/stella/attestor installed"),
          "Directory of everything the program keeps; a relative path begins at the working"
              + " directory.",
          "/srv/attestor");

  public static final SettingKey<Optional<Path>> ROUTES_DIR =
      new SettingKey<>(
          "attestor.routesDir",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "Directory whose files `*.camel.yaml` the daemon loads as routes beside its own; who can"
              + " write there is the daemon.",
          "/etc/stella/routes");
  public static final SettingKey<Duration> WATCH_INTERVAL =
      new SettingKey<>(
          "attestor.watchInterval",
          DurationType.from("0", "24h"),
          "",
          Default.value("30s"),
          "Time from one look of the daemon at this file to the next; 0 is never.",
          "5m");
  public static final SettingKey<LogFormat> LOG_FORMAT =
      new SettingKey<>(
          "attestor.logFormat",
          new LogFormatType(),
          "",
          Default.value("text"),
          "How the daemon writes its log: lines for people, or one JSON object a line.",
          "json");

  private ProgramKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(DATA_DIR, ROUTES_DIR, WATCH_INTERVAL, LOG_FORMAT);
  }
}
