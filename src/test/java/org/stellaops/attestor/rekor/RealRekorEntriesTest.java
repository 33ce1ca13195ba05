package org.stellaops.attestor.rekor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.trust.PublicKeyReader;

/**
 * Entries and notes of Sigstore's own Rekor v1, as it gave them over the years: with a time in the
 * note and without, of closed shards and of the active one, in answers and in bundles.
 */
class RealRekorEntriesTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param name where it is from
   * @param log the shard with the key that Sigstore publishes
   * @param entry as it came
   * @param size of the tree that it came with
   * @param timed whether the note has a time
   */
  private record RealEntry(
      String name, LogIdentity log, RekorEntry entry, long size, boolean timed) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<RealEntry> entries() throws IOException {
    return Stream.of(
        fromResponse("jar-entry.json", "rekor.sigstore.dev", "rekor-prod.pub", 4_163_431),
        fromResponse("entry.json", "rekor.sigstage.dev", "rekor-staging.pub", 14_358),
        fromSigstoreBundle("happy-path-v0.1", 23_083_062, true),
        fromSigstoreBundle("happy-path-v0.3", 75_408_393, false),
        fromSigstoreBundle("managed-key-happy-path", 649_584_076, false));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void verifiesEntry(RealEntry sample) {
    SignedCheckpoint signed = sample.entry().verify(sample.log());

    assertThat(signed.head().size()).isEqualTo(sample.size());
    assertThat(signed.checkpoint().timestamp().isPresent()).isEqualTo(sample.timed());
    assertThat(signed.note().toString()).isEqualTo(sample.entry().checkpoint());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void rejectsNoteWithChangedByte(RealEntry sample) {
    byte[] raw = sample.entry().verify(sample.log()).note().raw();

    IntStream.range(0, raw.length)
        .forEach(i ->
            assertThatExceptionOfType(AttestorException.class)
                .as("byte " + i)
                .isThrownBy(() -> sample.log().open(flipped(raw, i), List.of())));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void rejectsEntryWithChangedByte(RealEntry sample) {
    byte[] body = sample.entry().body();

    // each costs the verification of a signature, so some of many bytes have to do
    IntStream.iterate(0, i -> i < body.length, i -> i + body.length / 16)
        .forEach(i ->
            assertNotIncluded(
                sample, with(sample.entry(), flipped(body, i), sample.entry().hashes())));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void rejectsChangedProof(RealEntry sample) {
    List<Hash> hashes = sample.entry().hashes();

    for (int i = 0; i < hashes.size(); i++) {
      List<Hash> altered = new ArrayList<>(hashes);
      altered.set(i, Hash.of(flipped(hashes.get(i).bytes(), i)));
      assertNotIncluded(sample, with(sample.entry(), sample.entry().body(), altered));
    }
    assertNotIncluded(
        sample, with(sample.entry(), sample.entry().body(), hashes.subList(1, hashes.size())));
  }

  private static void assertNotIncluded(RealEntry sample, RekorEntry altered) {
    assertThatExceptionOfType(AttestorException.class)
        .isThrownBy(() -> altered.verify(sample.log()))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.NOT_INCLUDED));
  }

  private static RekorEntry with(RekorEntry entry, byte[] body, List<Hash> hashes) {
    return new RekorEntry(
        entry.tree(), entry.globalIndex(), entry.index(), body, hashes, entry.checkpoint());
  }

  private static byte[] flipped(byte[] bytes, int index) {
    byte[] copy = bytes.clone();
    copy[index] ^= 1;
    return copy;
  }

  private static RealEntry fromResponse(String file, String host, String key, long size)
      throws IOException {
    byte[] response = Files.readAllBytes(RESOURCES.resolve("rekor").resolve(file));
    RekorEntry entry = RekorEntry.parse(response).get(0);
    return new RealEntry(file, logIdentity(entry.tree(), host, key), entry, size, false);
  }

  private static RealEntry fromSigstoreBundle(String name, long size, boolean timed)
      throws IOException {
    Path file = RESOURCES.resolve("attestation").resolve(name).resolve("bundle.sigstore.json");
    JsonNode entry =
        JSON.readTree(file.toFile()).path("verificationMaterial").path("tlogEntries").get(0);
    JsonNode proof = entry.path("inclusionProof");
    String checkpoint = proof.path("checkpoint").path("envelope").asText();
    String origin = checkpoint.substring(0, checkpoint.indexOf('\n'));
    TreeId tree = TreeId.of(new Origin(origin), new Origin("rekor.sigstore.dev")).orElseThrow();
    List<Hash> hashes = new ArrayList<>();
    proof.path("hashes").forEach(hash -> hashes.add(Hash.fromBase64(hash.asText())));
    RekorEntry sample =
        new RekorEntry(
            tree,
            entry.path("logIndex").asLong(),
            proof.path("logIndex").asLong(),
            Base64.getDecoder().decode(entry.path("canonicalizedBody").asText()),
            hashes,
            checkpoint);
    return new RealEntry(
        name, logIdentity(tree, "rekor.sigstore.dev", "rekor-prod.pub"), sample, size, timed);
  }

  private static LogIdentity logIdentity(TreeId tree, String host, String file) throws IOException {
    byte[] content = Files.readAllBytes(RESOURCES.resolve("rekor").resolve(file));
    VerifierKey key = PublicKeyReader.read(host, content, file);
    return new LogIdentity(tree.origin(new Origin(host)), key);
  }
}
