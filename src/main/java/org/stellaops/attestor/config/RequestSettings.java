package org.stellaops.attestor.config;

import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** How requests are sent to a log; each number is per backend. */
@Section("attestor.rekorSync")
public record RequestSettings(
    @Key(
            defaultValue = "8",
            min = "1",
            max = "256",
            unit = "requests",
            description = "Maximum number of concurrent requests to one backend.",
            example = "16")
        int parallelRequests,
    @Key(
            defaultValue = "500",
            min = "1",
            max = "100000",
            unit = "requests per second",
            description = "Maximum number of requests to one backend that start within a second.",
            example = "50")
        int requestsPerSecond,
    @Key(
            defaultValue = "30s",
            min = "100ms",
            max = "1h",
            description = "Time after which a request without a complete response fails.",
            example = "10s")
        Duration requestTimeout,
    @Key(
            defaultValue = "4",
            min = "0",
            max = "20",
            unit = "attempts",
            description =
                "Number of retries after a network error or a response with status 429 or 5xx.",
            example = "0")
        int retries,
    @Key(
            defaultValue = "500ms",
            min = "1ms",
            max = "30s",
            description =
                "Delay before the first retry, varied by up to 30%. Each later delay is three times"
                    + " the previous one, at most 30s.",
            example = "2s")
        Duration retryDelay,
    @Key(
            defaultValue = "2m",
            min = "0",
            max = "24h",
            description =
                "Longest Retry-After that a cycle waits for. A longer one ends the cycle, and this"
                    + " process sends no further request to that server until the time has passed,"
                    + " for at most one day.",
            example = "10m")
        Duration maxRetryAfter,
    @Key(
            pattern = "(?=.{1,200}$)(?:https?://[!-'*-~]+|[!-'*-?A-~]+@[!-'*-?A-~]+)",
            form = "e-mail address or URL",
            hint = "write an e-mail address or an http(s) URL, in ASCII and without parentheses",
            description =
                "Contact address in the User-Agent header, so that a log's operator can reach you.",
            example = "ops@example.org",
            details = "Some logs throttle clients that give no contact address.")
        Optional<String> contact)
    implements SettingsRecord<RequestSettings> {}
