package org.stellaops.attestor.scenario.verification;

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
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.trust.TrustedRoot;

/** Whom a site trusts: shown, replaced, and turned into proposals. */
class TrustCommandsTest {
  private static final TestSigner NOTARY = TestSigner.ecdsaP256();
  private static final FakeLog LOG = NOTARY.log("trusted.example").grow(20);

  @TempDir private Path directory;

  private String config = "";
  private Path root;

  @BeforeEach
  void setUp() throws IOException {
    config =
        MirrorUnderTest.of(directory, FakeLog.named("followed.example"), AirGapFixture.UNREACHABLE)
            .database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody")
            .file()
            .toString();
    root = Files.write(directory.resolve("new.json"), TestSigner.trustedRoot(LOG));
  }

  @Test
  void verifiesAttestationsWithTheImportedRoot() throws IOException {
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
    assertThat(CommandResult.run(verify).err()).contains("does not have the log");

    assertThat(trust("import", root.toString(), "--dry-run").out())
        .contains("+ tlog trusted.example", "- tlog rekor.sigstore.dev", "nothing was changed");
    assertThat(CommandResult.run(verify).status()).isEqualTo(1);

    assertThat(trust("import", root.toString()).status()).isZero();
    assertThat(CommandResult.run(verify).status()).isZero();
    assertThat(trust("import", root.toString()).out()).contains("the same members");
  }

  @Test
  void reportsTheAgeOfTheImportedFile() throws IOException {
    Files.setLastModifiedTime(root, FileTime.from(Instant.now().minusSeconds(30 * 86_400L)));
    trust("import", root.toString());

    CommandResult shown = trust("show", "-o", "json", "--max-age", "720h");

    assertThat(shown.status()).isEqualTo(4);
    assertThat(shown.err()).startsWith("stella: stale: ");
    JsonNode json = new ObjectMapper().readTree(shown.out());
    assertThat(json.at("/ageSeconds").asLong()).isBetween(30 * 86_400L, 30 * 86_400L + 600);
    assertThat(json.at("/members/0/name").asText()).isEqualTo("trusted.example");
    assertThat(json.at("/members/0/state").asText()).isEqualTo("valid");
    assertThat(trust("show", "--max-age", "2160h").status()).isZero();
  }

  @Test
  void rejectsARootWithAPeriodWithoutStartAndChangesNothing() throws IOException {
    String text = Files.readString(root).replaceAll("\"start\":\"[^\"]*\"", "\"end\":null");
    Files.writeString(root, text);

    CommandResult rejected = trust("import", root.toString());

    assertThat(rejected.status()).isEqualTo(2);
    assertThat(rejected.err()).contains("start is missing");
    assertThat(directory.resolve("trust")).doesNotExist();
  }

  @Test
  void storesMetadataAndReportsWhetherItMatchesTheRoot() throws IOException {
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
  void rejectsInvalidMetadataBeforeStoringAnything() throws IOException {
    Path tuf = Files.createDirectory(directory.resolve("tuf"));
    Files.writeString(tuf.resolve("timestamp.json"), "{\"signed\":{\"_type\":\"mirrors\"}}");

    assertThat(trust("import", root.toString(), "--tuf", tuf.toString()).status()).isEqualTo(2);
    assertThat(directory.resolve("trust")).doesNotExist();
  }

  @Test
  void proposesEachLogOfARootOnceAsReadyToPasteConfiguration() throws IOException {
    Path production = directory.resolve("production.json");
    Files.write(production, resource("sigstore-staging.json"));
    byte[] before = Files.readAllBytes(Path.of(config));

    CommandResult proposed =
        CommandResult.run(
            "backend", "discover", "--config", config, "--trusted-root", production + "");

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
  void doesNotProposeAFollowedLogAndReportsADifferentKey() throws IOException {
    FakeLog same = FakeLog.named("followed.example");
    FakeLog other = FakeLog.named("followed.example").rotateKey();
    Files.write(root, TestSigner.trustedRoot(same));
    assertThat(discover().out()).contains("followed by log").doesNotContain("- id:");
    Files.write(root, TestSigner.trustedRoot(other));
    assertThat(discover().out()).contains("with ANOTHER KEY").doesNotContain("- id:");
  }

  private CommandResult discover() {
    return CommandResult.run(
        "backend", "discover", "--config", config, "--trusted-root", root.toString());
  }

  private CommandResult trust(String... arguments) {
    String[] allArguments = new String[arguments.length + 3];
    allArguments[0] = "trust";
    allArguments[1] = arguments[0];
    allArguments[2] = "--config";
    allArguments[3] = config;
    System.arraycopy(arguments, 1, allArguments, 4, arguments.length - 1);
    return CommandResult.run(allArguments);
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
