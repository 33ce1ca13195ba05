package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.config.schema.SettingKeys;
import org.stellaops.attestor.failure.AttestorException;

/** A record made by hand holds to the same ranges as one from a file. */
class SettingsTest {
  private final Settings settings = SettingsFixture.parse(SettingsFixture.ONE_BACKEND);

  @Test
  void rejectsNumberOutOfRange() {
    assertRejected(
        () -> new MonitoringSettings(true, "127.0.0.1", 0),
        "attestor.monitoring.port: 0 is out of range");
  }

  @Test
  void rejectsDurationWithNanoseconds() {
    assertRejected(
        () -> new TileCacheSettings(Path.of("/srv"), 0, Duration.ofNanos(1)),
        "attestor.tileCache.autoPruneAfter: ");
  }

  @Test
  void rejectsNegativeSize() {
    assertRejected(
        () -> new TileCacheSettings(Path.of("/srv"), -1, Duration.ZERO),
        "attestor.tileCache.maxCacheSizeBytes: ");
  }

  @Test
  void rejectsLineBreakInContact() {
    RequestSettings good = settings.sync().requests();
    assertRejected(
        () ->
            new RequestSettings(
                good.parallelRequests(),
                good.requestsPerSecond(),
                good.requestTimeout(),
                good.retries(),
                good.retryDelay(),
                good.maxRetryAfter(),
                Optional.of("ops@example.org\n")),
        "attestor.rekorSync.contact: ");
  }

  @Test
  void rejectsUrlWithoutTrailingSlash() {
    BackendSettings good = settings.backends().get(0);
    assertRejected(
        () ->
            new BackendSettings(
                good.id(),
                good.origin(),
                good.keyName(),
                good.type(),
                URI.create("https://log.example.org"),
                good.readUrl(),
                good.publicKey(),
                true,
                true,
                Optional.empty(),
                true),
        "attestor.rekorSync.backends[].baseUrl: ");
  }

  @Test
  void rejectsPrivateKey() {
    assertRejected(
        () -> new PublicKeySource.Inline("-----BEGIN PRIVATE KEY-----\nMC4C"),
        "attestor.rekorSync.backends[].publicKey: this is a private key");
  }

  @Test
  void rejectsDuplicateBackendId() {
    BackendSettings one = settings.backends().get(0);
    assertRejected(
        () ->
            new Settings(
                settings.dataDir(),
                settings.sync(),
                settings.store(),
                settings.tiles(),
                settings.audit(),
                settings.alerts(),
                settings.airGap(),
                settings.verify(),
                settings.monitoring(),
                settings.console(),
                settings.program(),
                List.of(one, one)),
        "two backends have the same id");
  }

  @Test
  void enablesNamedBackend() {
    Settings two = twoBackends("other.example.org");

    assertThat(two.withBackendEnabled("two").backend("two").enabled()).isTrue();
    assertThat(two.withBackendEnabled("two").backend("one")).isEqualTo(two.backend("one"));
    assertThat(two.withBackendEnabled("one")).isEqualTo(two);
    assertRejected(() -> two.withBackendEnabled("tow"), "no backend \"tow\" is configured");
  }

  @Test
  void rejectsEnablingSecondBackendOfSameLog() {
    assertRejected(
        () -> twoBackends("log.example.org").withBackendEnabled("two"),
        "backend \"two\" is disabled, and one has its origin");
  }

  @Test
  void hintSaysWhereToAddFirstBackend() {
    assertThatThrownBy(() -> SettingsFixture.parse("attestor: {}").backend("one"))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> assertThat(e.hint()).isEqualTo("add it under attestor.rekorSync.backends"));
  }

  private static Settings twoBackends(String origin) {
    return SettingsFixture.parse(
        SettingsFixture.ONE_BACKEND
            + """
                - id: two
                  origin: %s
                  baseUrl: https://log.example.org
                  publicKey: %s
                  enabled: false
            """
                .formatted(origin, SettingsFixture.VKEY)
                .indent(2));
  }

  @Test
  void everyKeyHasDescriptionAndNonDefaultExample() {
    assertThat(SettingKeys.all())
        .allSatisfy(key -> {
          assertThat(key.description()).endsWith(".").hasSizeGreaterThan(15);
          assertThat(key.type().description()).isNotBlank();
          assertThat(key.example()).isNotEqualTo(key.defaultValue().text());
        });
    assertThat(SettingKeys.all()).extracting(SettingKey::path).doesNotHaveDuplicates();
  }

  private static void assertRejected(ThrowingCallable construction, String message) {
    assertThatThrownBy(construction)
        .isInstanceOf(AttestorException.class)
        .hasMessageStartingWith(message);
  }
}
