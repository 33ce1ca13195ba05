package org.stellaops.attestor.config.schema;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of what operators are told of, and where. */
public final class AlertKeys {
  public static final SettingKey<Duration> NO_GROWTH_AFTER =
      new SettingKey<>(
          "attestor.alerts.noGrowthAfter",
          DurationType.from("0", "8760h"),
          "",
          Default.value("0"),
          "Time without a new entry after which a log that is not frozen counts as `stale`; 0 is"
              + " never.",
          "24h");
  public static final SettingKey<Optional<URI>> WEBHOOK_URL =
      new SettingKey<>(
          "attestor.alerts.webhookUrl",
          new OptionalType<>(new WebhookUrlType()),
          "",
          Default.value(""),
          "Where contradictions of a log are posted as JSON; it is printed, so it holds no secret.",
          "https://alerts.example.org/stella");
  public static final SettingKey<String> WEBHOOK_HEADER =
      new SettingKey<>(
          "attestor.alerts.webhookHeader",
          TextType.matching(
              "[A-Za-z][A-Za-z0-9-]{0,63}", "name of an HTTP header", "write it like X-Api-Key"),
          "",
          Default.value("Authorization"),
          "HTTP header that carries the secret.",
          "X-Api-Key");
  public static final SettingKey<Optional<Path>> WEBHOOK_SECRET_FILE =
      new SettingKey<>(
          "attestor.alerts.webhookSecretFile",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "File whose first line is the value of webhookHeader; it is looked for like"
              + " publicKeyPath.",
          "/run/secrets/stella-webhook");
  public static final SettingKey<Optional<String>> WEBHOOK_SECRET_ENV =
      new SettingKey<>(
          "attestor.alerts.webhookSecretEnv",
          new OptionalType<>(new EnvironmentVariableType()),
          "",
          Default.value(""),
          "Environment variable that holds the value of webhookHeader.",
          "STELLA_WEBHOOK");
  public static final SettingKey<Duration> WEBHOOK_TIMEOUT =
      new SettingKey<>(
          "attestor.alerts.webhookTimeout",
          DurationType.from("100ms", "5m"),
          "",
          Default.value("10s"),
          "Time after which a post without an answer has failed.",
          "3s");
  public static final SettingKey<Duration> RETRY_INTERVAL =
      new SettingKey<>(
          "attestor.alerts.retryInterval",
          DurationType.from("100ms", "24h"),
          "",
          Default.value("1m"),
          "Time from one look of the daemon for what is not delivered yet to the next.",
          "10m");

  private AlertKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(
        NO_GROWTH_AFTER,
        WEBHOOK_URL,
        WEBHOOK_HEADER,
        WEBHOOK_SECRET_FILE,
        WEBHOOK_SECRET_ENV,
        WEBHOOK_TIMEOUT,
        RETRY_INTERVAL);
  }
}
