package org.stellaops.attestor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.note.RealNotes;
import org.stellaops.attestor.testlog.FakeLog;

class BackendFactoryTest {
  private static final FakeLog LOG = FakeLog.named("reader.example");
  private static final String VKEY = LOG.identity().key().toString();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "auto, https://l.example/ https://l.example/api/v2/",
    "tlog-tiles, https://l.example/",
    "rekor-v2, https://l.example/api/v2/ https://l.example/"
  })
  void readUrlsDependOnType(String type, String places) {
    Backend backend = read("type: " + type, "publicKey: " + VKEY);

    assertThat(backend.readUrls().stream().map(URI::toString)).containsExactly(places.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"auto", "tlog-tiles", "rekor-v2"})
  void readUrlOverridesType(String type) {
    Backend backend =
        read("type: " + type, "publicKey: " + VKEY, "readUrl: http://cache.example/mirror/log");

    assertThat(backend.readUrls()).containsExactly(URI.create("http://cache.example/mirror/log/"));
  }

  @Test
  void acceptsFileUrl() {
    Backend backend =
        read("publicKey: " + VKEY, "readUrl: file:///srv/log", "mirrorEntries: false");

    assertThat(backend.readUrls()).containsExactly(URI.create("file:///srv/log/"));
    assertThat(backend.mirrorEntries()).isFalse();
  }

  @Test
  void identityIsOriginAndKey() {
    Backend backend = read("publicKey: " + VKEY);

    assertThat(backend.id()).isEqualTo("one");
    assertThat(backend.log()).isEqualTo(LOG.identity());
    assertThat(backend.mirrorEntries()).isTrue();
  }

  @Test
  void keyNameMayDifferFromOrigin() {
    Backend backend = read("publicKey: " + RealNotes.REKOR_V1_VKEY, "keyName: rekor.sigstore.dev");

    assertThat(backend.origin().name()).isEqualTo("reader.example");
    assertThat(backend.log().key().name()).isEqualTo("rekor.sigstore.dev");
  }

  @Test
  void readsKeyFileInEveryFormat() throws IOException {
    byte[] der = LOG.identity().key().publicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    Path file = directory.resolve("log.pub");
    for (byte[] content : new byte[][] {der, bytes(pem), bytes(VKEY)}) {
      Files.write(file, content);
      assertThat(read("publicKeyPath: " + file).log()).isEqualTo(LOG.identity());
    }
  }

  @Test
  void unreadableKeyIsConfigurationErrorNamingBackend() throws IOException {
    Path file = directory.resolve("log.pub");
    assertConfigurationError(
        "publicKeyPath: " + file, "cannot read the public key of backend 'one' from");
    Files.createDirectory(file);
    assertConfigurationError(
        "publicKeyPath: " + file, "cannot read the public key of backend 'one' from");
    Files.delete(file);
    Files.writeString(file, "hello");
    assertConfigurationError(
        "publicKeyPath: " + file, "cannot read the public key in " + file + " of backend 'one'");
    assertConfigurationError(
        "publicKey: " + RealNotes.REKOR_V2_VKEY,
        "cannot read the public key in publicKey of backend 'one': the name of the vkey is");
  }

  @Test
  void skipsDisabledBackendsWithoutReadingKeys() {
    Settings settings =
        settings(
            backend("one", "reader.example", "publicKey: " + VKEY)
                + backend("two", "other.example", "publicKeyPath: /nowhere", "enabled: false"));

    assertThat(BackendFactory.create(settings).ids()).containsExactly("one");
  }

  private void assertConfigurationError(String key, String message) {
    assertThatThrownBy(() -> read(key))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> {
              assertThat(error.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(error.hint()).isNotEmpty();
            });
  }

  private Backend read(String... keys) {
    return BackendFactory.create(settings(backend("one", "reader.example", keys))).get("one");
  }

  private static String backend(String id, String origin, String... keys) {
    StringBuilder yaml = new StringBuilder("      - id: " + id + "\n");
    yaml.append("        origin: " + origin + "\n");
    yaml.append("        baseUrl: https://l.example\n");
    for (String key : keys) {
      yaml.append("        " + key + "\n");
    }
    return yaml.toString();
  }

  private Settings settings(String backends) {
    String yaml = "attestor:\n  rekorSync:\n    backends:\n" + backends;
    return new SettingsLoader(directory, directory).parse("test.yaml", yaml);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
