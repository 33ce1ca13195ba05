package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.stellaops.attestor.config.schema.Default;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.config.schema.SettingsRecord;
import org.stellaops.attestor.failure.AttestorException;

/** A record made by hand holds to the same ranges as one from a file. */
class SettingsTest {
  private static final Map<Class<?>, Object> INVALID =
      Map.of(
          int.class,
          -1,
          long.class,
          -1L,
          Duration.class,
          Duration.ofNanos(1),
          Path.class,
          Path.of("~"));

  private final Settings settings = SettingsFixture.parse(SettingsFixture.ONE_BACKEND);

  @Test
  void rejectsNumberOutOfRange() {
    assertRejected(
        () -> settings.monitoring().with("port", 0), "attestor.monitoring.port: 0 is out of range");
  }

  @Test
  void rejectsDurationWithNanoseconds() {
    assertRejected(
        () -> settings.tiles().with("autoPruneAfter", Duration.ofNanos(1)),
        "attestor.tileCache.autoPruneAfter: ");
  }

  @Test
  void rejectsNegativeSize() {
    assertRejected(
        () -> settings.tiles().with("maxCacheSizeBytes", -1L),
        "attestor.tileCache.maxCacheSizeBytes: ");
  }

  @Test
  void rejectsLineBreakInContact() {
    assertRejected(
        () -> settings.sync().requests().with("contact", Optional.of("ops@example.org\n")),
        "attestor.rekorSync.contact: ");
  }

  @Test
  void rejectsUrlWithoutTrailingSlash() {
    BackendSettings good = settings.backends().get(0);
    assertRejected(
        () -> good.with("baseUrl", URI.create("https://log.example.org")),
        "attestor.rekorSync.backends[].baseUrl: ");
  }

  @Test
  void rejectsPrivateKey() {
    assertRejected(
        () ->
            settings
                .backends()
                .get(0)
                .with("publicKey", Optional.of("-----BEGIN PRIVATE KEY-----\nMC4C")),
        "attestor.rekorSync.backends[].publicKey: this is a private key");
  }

  @Test
  void rejectsDuplicateBackendId() {
    BackendSettings one = settings.backends().get(0);
    assertRejected(
        () -> settings.with("backends", List.of(one, one)), "two backends have the same id");
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
  void rejectsBackendWithoutKeyAndWithTwo() {
    BackendSettings good = settings.backends().get(0);
    assertRejected(
        () -> good.with("publicKey", Optional.empty()),
        "backend \"one\" needs exactly one public key");
    assertRejected(
        () -> good.with("publicKeyPath", Optional.of(Path.of("/srv/log.pub"))),
        "backend \"one\" needs exactly one public key");
  }

  @Test
  void copyDiffersInOneComponent() {
    Settings copy = settings.with("monitoring", settings.monitoring().with("port", 9465));

    assertThat(copy.monitoring().port()).isEqualTo(9465);
    assertThat(copy).isNotEqualTo(settings);
    assertThat(copy.with("monitoring", settings.monitoring())).isEqualTo(settings);
    assertThatThrownBy(() -> settings.monitoring().with("prot", 9465))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("MonitoringSettings has no component prot");
  }

  @Test
  void lowersRetriesOnly() {
    assertThat(settings.withMaxRetries(1).sync().requests().retries()).isEqualTo(1);
    assertThat(settings.withMaxRetries(5)).isEqualTo(settings);
  }

  /** A constructor that forgets to check a key would let its record hold anything. */
  @TestFactory
  Stream<DynamicTest> everyNumberAndDurationIsCheckedByItsRecord() {
    return Stream.of(
            settings.program(),
            settings.sync(),
            settings.sync().requests(),
            settings.tiles(),
            settings.audit(),
            settings.alerts(),
            settings.airGap(),
            settings.verify(),
            settings.monitoring(),
            settings.console())
        .flatMap(section ->
            Arrays.stream(section.getClass().getRecordComponents())
                .filter(component -> INVALID.containsKey(component.getType()))
                .map(component ->
                    DynamicTest.dynamicTest(
                        section.getClass().getSimpleName() + "." + component.getName(),
                        () ->
                            assertThatThrownBy(() ->
                                    ((SettingsRecord<?>) section)
                                        .with(
                                            component.getName(), INVALID.get(component.getType())))
                                .isInstanceOf(AttestorException.class)
                                .hasMessageContaining("." + component.getName() + ": "))));
  }

  @Test
  void everyKeyHasDescriptionDefaultAndOtherExample() {
    assertThat(SettingKeys.all())
        .allSatisfy(key -> {
          assertThat(key.description()).endsWith(".").hasSizeGreaterThan(15);
          assertThat(key.type().description()).isNotBlank();
          assertThat(key.example()).isNotEqualTo(key.defaultValue().text());
          assertThat(key.type().parse(key.example())).isNotNull();
          if (key.defaultValue().kind() == Default.Kind.VALUE) {
            assertThat(key.type().parse(key.defaultValue().text())).isNotNull();
          }
        });
    assertThat(SettingKeys.all()).extracting(SettingKey::path).doesNotHaveDuplicates();
  }

  private static void assertRejected(ThrowingCallable construction, String message) {
    assertThatThrownBy(construction)
        .isInstanceOf(AttestorException.class)
        .hasMessageStartingWith(message);
  }
}
