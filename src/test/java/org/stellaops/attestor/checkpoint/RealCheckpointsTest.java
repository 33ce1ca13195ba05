package org.stellaops.attestor.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;

/** Checkpoints and keys of public logs. */
class RealCheckpointsTest {
  private static final Path BUNDLES = Path.of("src/test/resources/attestation");
  private static final Path TESTLOG = Path.of("src/test/resources/tlog/tessera-testlog");
  private static final Path TRUSTED_ROOTS =
      Path.of("src/main/resources/org/stellaops/attestor/trust");
  private static final String TESTLOG_VKEY =
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "production, rekor.sigstore.dev, c0d23d6a",
    "production, log2025-1.rekor.sigstore.dev, cf119915",
    "staging, rekor.sigstage.dev, d32f30a3",
    "staging, log2025-alpha1.rekor.sigstage.dev, f30d5a99",
    "staging, log2025-alpha2.rekor.sigstage.dev, 29f4a249",
    "staging, log2025-alpha3.rekor.sigstage.dev, d3d3a70c",
    "staging, log2026-1.us-east4.rekor.sigstage.dev, 3a727147"
  })
  void keyIdsMatchTrustedRoots(String root, String name, String keyId) throws Exception {
    List<VerifierKey> keys =
        keysOf(json.readTree(TRUSTED_ROOTS.resolve("sigstore-" + root + ".json").toFile()));

    assertThat(keys)
        .filteredOn(key -> key.name().equals(name))
        .singleElement()
        .satisfies(key -> assertThat(key.keyId()).hasToString(keyId))
        .satisfies(key -> assertThat(VerifierKey.parse(key.toString())).isEqualTo(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "happy-path-intoto-in-dsse-v3",
        "happy-path-v0.1",
        "happy-path-v0.2",
        "happy-path-v0.3",
        "happy-path-v0.3-new-mediaType",
        "managed-key-happy-path",
        "rekor2-happy-path",
        "rekor2-dsse-happy-path",
        "rekor2-checkpoint-cosigned",
        "intoto-with-custom-trust-root"
      })
  void bundleCheckpointsOpenWithTrustedRootKeys(String bundle) throws Exception {
    Path folder = BUNDLES.resolve(bundle);
    Path own = folder.resolve("trusted_root.json");
    Path root = Files.exists(own) ? own : TRUSTED_ROOTS.resolve("sigstore-production.json");
    for (String envelope : envelopes(folder)) {
      SignedNote note = SignedNote.parse(envelope.getBytes(StandardCharsets.UTF_8));
      Checkpoint checkpoint = Checkpoint.parse(note.text());

      assertThat(checkpoint.text()).isEqualTo(note.text());
      assertThat(keysOf(json.readTree(root.toFile())))
          .filteredOn(note::isSignedBy)
          .singleElement()
          .satisfies(key ->
              assertThat(
                      new LogIdentity(checkpoint.origin(), key).open(note.raw(), List.of()).note())
                  .hasToString(envelope));
    }
  }

  @Test
  void opensEveryCheckpointOfTesseraLog() throws IOException {
    LogIdentity log =
        new LogIdentity(new Origin("example.com/log/testdata"), VerifierKey.parse(TESTLOG_VKEY));

    for (int size = 0; size <= 15; size++) {
      byte[] raw = Files.readAllBytes(TESTLOG.resolve("checkpoint." + size));
      assertThat(log.open(raw, List.of()).head().size()).isEqualTo(size);
    }
  }

  private List<String> envelopes(Path folder) throws IOException {
    JsonNode bundle = json.readTree(folder.resolve("bundle.sigstore.json").toFile());
    List<String> envelopes = bundle.findValues("envelope").stream().map(JsonNode::asText).toList();
    assertThat(envelopes).isNotEmpty();
    return envelopes;
  }

  private static List<VerifierKey> keysOf(JsonNode trustedRoot) throws Exception {
    List<VerifierKey> keys = new ArrayList<>();
    for (JsonNode tlog : trustedRoot.get("tlogs")) {
      byte[] spki = Base64.getDecoder().decode(tlog.get("publicKey").get("rawBytes").asText());
      String details = tlog.get("publicKey").get("keyDetails").asText();
      String algorithm = details.contains("ECDSA") ? "EC" : "EdDSA";
      PublicKey key =
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
      keys.add(new VerifierKey(URI.create(tlog.get("baseUrl").asText()).getAuthority(), key));
    }
    return keys;
  }
}
