package org.stellaops.attestor.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** What operators are alerted to, and how. */
@Section("attestor.alerts")
public record AlertSettings(
    @Key(
            defaultValue = "0",
            min = "0",
            max = "8760h",
            description =
                "Time without a new entry after which a log that is not frozen counts as `stale`;"
                    + " 0 means never.",
            example = "24h",
            details = "Some logs are quiet for days.")
        Duration noGrowthAfter,
    @Key(
            type = Key.Type.WEBHOOK_URL,
            description =
                "URL to which contradictions of a log are posted as JSON. It is printed in logs and"
                    + " by `config show`: do not put a secret into it.",
            example = "https://alerts.example.org/stella",
            details = "A post is repeated until the server responds with a status of 200 to 299.")
        Optional<URI> webhookUrl,
    @Key(
            defaultValue = "Authorization",
            pattern = "[A-Za-z][A-Za-z0-9-]{0,63}",
            form = "name of an HTTP header",
            hint = "write it like X-Api-Key",
            description = "HTTP header that carries the secret.",
            example = "X-Api-Key")
        String webhookHeader,
    @Key(
            input = true,
            description =
                "File whose first line is the value of webhookHeader. A relative path is resolved"
                    + " like publicKeyPath.",
            example = "/run/secrets/stella-webhook")
        Optional<Path> webhookSecretFile,
    @Key(
            type = Key.Type.ENVIRONMENT_VARIABLE,
            description = "Environment variable that holds the value of webhookHeader.",
            example = "STELLA_WEBHOOK")
        Optional<String> webhookSecretEnv,
    @Key(
            defaultValue = "10s",
            min = "100ms",
            max = "5m",
            description = "Time after which a post without a response fails.",
            example = "3s")
        Duration webhookTimeout,
    @Key(
            defaultValue = "1m",
            min = "100ms",
            max = "24h",
            description = "Interval at which the daemon retries alerts that are not delivered yet.",
            example = "10m")
        Duration retryInterval)
    implements SettingsRecord<AlertSettings> {

  /** Where the value of the header is; empty if none is sent. */
  public Optional<PasswordSource> webhookSecret() {
    return PasswordSource.of("attestor.alerts.webhookSecret", webhookSecretFile, webhookSecretEnv);
  }
}
