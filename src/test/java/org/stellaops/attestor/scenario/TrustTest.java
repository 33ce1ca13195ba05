package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.attestation.Artifact;
import org.stellaops.attestor.attestation.Notary;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.trust.TrustedRoot;

/** Whom a site trusts: shown, replaced, and turned into proposals. */
class TrustTest {
  private static final Notary NOTARY = Notary.usual();
  private static final FakeLog LOG = NOTARY.log("trusted.example").grow(20);

  @TempDir private Path directory;

  private String config = "";
  private Path root;

  @BeforeEach
  void configure() throws IOException {
    config =
        MirrorUnderTest.of(directory, FakeLog.named("followed.example"), TwoSides.NOWHERE)
            .database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody")
            .file()
            .toString();
    root = Files.write(directory.resolve("new.json"), Notary.trustedRoot(LOG));
  }

  @Test
  void importedRootIsTheOneByWhichAttestationsAreVerified() throws IOException {
    Path bundle = Files.write(directory.resolve("app.sigstore.json"), NOTARY.bundle(LOG, 7, 20));
    Path key = Files.writeString(directory.resolve("notary.pem"), NOTARY.pem());
    String[] verify = {
      "verify",
      "--config",
      config,
      "--key",
      key.toString(),
      "--bundle",
      bundle.toString(),
      Artifact.ofBytes(NOTARY.artifact(7)).toString()
    };
    assertThat(Answered.to(verify).err()).contains("does not name the log");

    assertThat(trust("import", root.toString(), "--dry-run").out())
        .contains("+ tlog trusted.example", "- tlog rekor.sigstore.dev", "nothing was changed");
    assertThat(Answered.to(verify).status()).isEqualTo(1);

    assertThat(trust("import", root.toString()).status()).isZero();
    assertThat(Answered.to(verify).status()).isZero();
    assertThat(trust("import", root.toString()).out()).contains("the same members");
  }

  @Test
  void ageIsThatOfTheFileThatWasImported() throws IOException {
    Files.setLastModifiedTime(root, FileTime.from(Instant.now().minusSeconds(30 * 86_400L)));
    trust("import", root.toString());

    Answered shown = trust("show", "-o", "json", "--max-age", "720h");

    assertThat(shown.status()).isEqualTo(4);
    assertThat(shown.err()).startsWith("stella: stale: ");
    JsonNode json = new ObjectMapper().readTree(shown.out());
    assertThat(json.at("/ageSeconds").asLong()).isBetween(30 * 86_400L, 30 * 86_400L + 600);
    assertThat(json.at("/members/0/name").asText()).isEqualTo("trusted.example");
    assertThat(json.at("/members/0/state").asText()).isEqualTo("valid");
    assertThat(trust("show", "--max-age", "2160h").status()).isZero();
  }

  @Test
  void rootOfWhichAPeriodHasNoStartIsRefusedAndChangesNothing() throws IOException {
    String text = Files.readString(root).replaceAll("\"start\":\"[^\"]*\"", "\"end\":null");
    Files.writeString(root, text);

    Answered refused = trust("import", root.toString());

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("start is missing");
    assertThat(directory.resolve("trust")).doesNotExist();
  }

  @Test
  void metadataIsKeptForItsDatesAndSaysWhetherItIsOfThisRoot() throws IOException {
    Path tuf = Files.createDirectory(directory.resolve("tuf"));
    metadata(tuf, "timestamp", "2020-01-08T00:00:00Z", "");
    metadata(
        tuf,
        "targets",
        "2099-01-01T00:00:00Z",
        ",\"targets\":{\"trusted_root.json\":{\"hashes\":{\"sha256\":\""
            + Artifact.ofBytes(Files.readAllBytes(root)).sha256().hex()
            + "\"}}}");

    assertThat(trust("import", root.toString(), "--tuf", tuf.toString(), "--carry").status())
        .isZero();

    JsonNode json = new ObjectMapper().readTree(trust("show", "-o", "json").out());
    assertThat(json.at("/tuf")).hasSize(2);
    assertThat(json.at("/tuf/0/role").asText()).isEqualTo("targets");
    assertThat(json.at("/tuf/0/namesThisRoot").asBoolean()).isTrue();
    assertThat(json.at("/tuf/1/expired").asBoolean()).isTrue();
    assertThat(trust("show").out()).contains("expired", "timestamp.json");
    assertThat(directory.resolve("carry/trust/timestamp.json")).exists();
    assertThat(directory.resolve("carry/trust/trusted_root.json")).exists();
    assertThat(directory.resolve("trust/trusted_root.json")).exists();
  }

  @Test
  void metadataThatIsNoneIsRefusedBeforeAnythingIsStored() throws IOException {
    Path tuf = Files.createDirectory(directory.resolve("tuf"));
    Files.writeString(tuf.resolve("timestamp.json"), "{\"signed\":{\"_type\":\"mirrors\"}}");

    assertThat(trust("import", root.toString(), "--tuf", tuf.toString()).status()).isEqualTo(2);
    assertThat(directory.resolve("trust")).doesNotExist();
  }

  @Test
  void everyLogOfARootIsProposedOnceAndCanBePastedAsItIs() throws IOException {
    Path production = directory.resolve("production.json");
    Files.write(production, resource("sigstore-staging.json"));
    byte[] before = Files.readAllBytes(Path.of(config));

    Answered proposed =
        Answered.to("backend", "discover", "--config", config, "--trusted-root", production + "");

    assertThat(proposed.status()).as(proposed.err()).isZero();
    assertThat(proposed.out())
        .contains(
            "origin: log2025-alpha3.rekor.sigstage.dev",
            "readUrl: https://log2025-alpha3.rekor.sigstage.dev/api/v2/",
            "origin: rekor.sigstage.dev");
    assertThat(Files.readAllBytes(Path.of(config))).isEqualTo(before);
    String pasted = "attestor:\n  rekorSync:\n    backends:\n" + proposed.out().indent(6);
    assertThat(new SettingsLoader(directory, directory).parse("pasted.yaml", pasted).backends())
        .hasSizeGreaterThan(3)
        .anySatisfy(backend -> assertThat(backend.enabled()).isFalse());
  }

  @Test
  void logThatIsFollowedIsNotProposedAgainAndAnotherKeyIsTold() throws IOException {
    FakeLog same = FakeLog.named("followed.example");
    FakeLog other = FakeLog.named("followed.example").rotateKey();
    Files.write(root, Notary.trustedRoot(same));
    assertThat(discover().out()).contains("followed by log").doesNotContain("- id:");
    Files.write(root, Notary.trustedRoot(other));
    assertThat(discover().out()).contains("with ANOTHER KEY").doesNotContain("- id:");
  }

  private Answered discover() {
    return Answered.to(
        "backend", "discover", "--config", config, "--trusted-root", root.toString());
  }

  private Answered trust(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "trust";
    all[1] = words[0];
    all[2] = "--config";
    all[3] = config;
    System.arraycopy(words, 1, all, 4, words.length - 1);
    return Answered.to(all);
  }

  private static void metadata(Path folder, String role, String expires, String more)
      throws IOException {
    Files.writeString(
        folder.resolve(role + ".json"),
        "{\"signed\":{\"_type\":\"%s\",\"version\":7,\"expires\":\"%s\"%s},\"signatures\":[]}"
            .formatted(role, expires, more),
        StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = TrustedRoot.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
