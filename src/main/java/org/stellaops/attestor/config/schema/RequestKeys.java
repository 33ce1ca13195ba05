package org.stellaops.attestor.config.schema;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of asking a server politely. */
public final class RequestKeys {
  public static final SettingKey<Integer> PARALLEL_REQUESTS =
      new SettingKey<>(
          "attestor.rekorSync.parallelRequests",
          new IntegerType(1, 256),
          "requests",
          Default.value("8"),
          "Most requests to one backend that are in flight at once.",
          "16");
  public static final SettingKey<Integer> REQUESTS_PER_SECOND =
      new SettingKey<>(
          "attestor.rekorSync.requestsPerSecond",
          new IntegerType(1, 100_000),
          "requests per second",
          Default.value("500"),
          "Most requests to one backend that begin within a second.",
          "50");
  public static final SettingKey<Duration> REQUEST_TIMEOUT =
      new SettingKey<>(
          "attestor.rekorSync.requestTimeout",
          DurationType.from("100ms", "1h"),
          "",
          Default.value("30s"),
          "Time after which a request without a complete answer has failed.",
          "10s");
  public static final SettingKey<Integer> RETRIES =
      new SettingKey<>(
          "attestor.rekorSync.retries",
          new IntegerType(0, 20),
          "attempts",
          Default.value("4"),
          "Further attempts after a network error or an answer 429 or 5xx.",
          "0");
  public static final SettingKey<Duration> RETRY_DELAY =
      new SettingKey<>(
          "attestor.rekorSync.retryDelay",
          DurationType.from("1ms", "30s"),
          "",
          Default.value("500ms"),
          "Wait before the first further attempt, give or take 30%; each later wait is three times"
              + " the one before, at most 30s.",
          "2s");
  public static final SettingKey<Duration> MAX_RETRY_AFTER =
      new SettingKey<>(
          "attestor.rekorSync.maxRetryAfter",
          DurationType.from("0", "24h"),
          "",
          Default.value("2m"),
          "Longest Retry-After of a server that a cycle waits for; a longer one ends the cycle."
              + " Until its time is over, at most for a day, this process does not ask that server"
              + " again.",
          "10m");
  public static final SettingKey<Optional<String>> CONTACT =
      new SettingKey<>(
          "attestor.rekorSync.contact",
          new OptionalType<>(
              TextType.matching(
                  "(?=.{1,200}$)(?:https?://[!-'*-~]+|[!-'*-?A-~]+@[!-'*-?A-~]+)",
                  "e-mail address or URL",
                  "write an e-mail address or an http(s) URL, in ASCII and without parentheses")),
          "",
          Default.value(""),
          "Where a log's operator reaches you; goes into the User-Agent.",
          "ops@example.org");

  private RequestKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(
        PARALLEL_REQUESTS,
        REQUESTS_PER_SECOND,
        REQUEST_TIMEOUT,
        RETRIES,
        RETRY_DELAY,
        MAX_RETRY_AFTER,
        CONTACT);
  }
}
