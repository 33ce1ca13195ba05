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
  private record Real(String name, LogIdentity log, RekorEntry entry, long size, boolean timed) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Real> entries() throws IOException {
    return Stream.of(
        answer("jar-entry.json", "rekor.sigstore.dev", "rekor-prod.pub", 4_163_431),
        answer("entry.json", "rekor.sigstage.dev", "rekor-staging.pub", 14_358),
        bundle("happy-path-v0.1", 23_083_062, true),
        bundle("happy-path-v0.3", 75_408_393, false),
        bundle("managed-key-happy-path", 649_584_076, false));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void verifies(Real real) {
    SignedCheckpoint signed = real.entry().verify(real.log());

    assertThat(signed.head().size()).isEqualTo(real.size());
    assertThat(signed.checkpoint().timestamp().isPresent()).isEqualTo(real.timed());
    assertThat(signed.note().toString()).isEqualTo(real.entry().checkpoint());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void doesNotWithAnotherByteInTheNote(Real real) {
    byte[] raw = real.entry().verify(real.log()).note().raw();

    IntStream.range(0, raw.length)
        .forEach(i ->
            assertThatExceptionOfType(AttestorException.class)
                .as("byte " + i)
                .isThrownBy(() -> real.log().open(flipped(raw, i), List.of())));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void doesNotWithAnotherByteInTheEntry(Real real) {
    byte[] body = real.entry().body();

    // each costs the verification of a signature, so some of many bytes have to do
    IntStream.iterate(0, i -> i < body.length, i -> i + body.length / 16)
        .forEach(i -> refused(real, with(real.entry(), flipped(body, i), real.entry().hashes())));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void doesNotWithAnotherByteInTheProof(Real real) {
    List<Hash> hashes = real.entry().hashes();

    for (int i = 0; i < hashes.size(); i++) {
      List<Hash> altered = new ArrayList<>(hashes);
      altered.set(i, Hash.of(flipped(hashes.get(i).bytes(), i)));
      refused(real, with(real.entry(), real.entry().body(), altered));
    }
    refused(real, with(real.entry(), real.entry().body(), hashes.subList(1, hashes.size())));
  }

  private static void refused(Real real, RekorEntry altered) {
    assertThatExceptionOfType(AttestorException.class)
        .isThrownBy(() -> altered.verify(real.log()))
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

  private static Real answer(String file, String host, String key, long size) throws IOException {
    byte[] answer = Files.readAllBytes(RESOURCES.resolve("rekor").resolve(file));
    RekorEntry entry = RekorEntry.parse(answer).get(0);
    return new Real(file, log(entry.tree(), host, key), entry, size, false);
  }

  private static Real bundle(String name, long size, boolean timed) throws IOException {
    Path file = RESOURCES.resolve("attestation").resolve(name).resolve("bundle.sigstore.json");
    JsonNode entry =
        JSON.readTree(file.toFile()).path("verificationMaterial").path("tlogEntries").get(0);
    JsonNode proof = entry.path("inclusionProof");
    String checkpoint = proof.path("checkpoint").path("envelope").asText();
    String origin = checkpoint.substring(0, checkpoint.indexOf('\n'));
    TreeId tree = TreeId.of(new Origin(origin), new Origin("rekor.sigstore.dev")).orElseThrow();
    List<Hash> hashes = new ArrayList<>();
    proof.path("hashes").forEach(hash -> hashes.add(Hash.fromBase64(hash.asText())));
    RekorEntry real =
        new RekorEntry(
            tree,
            entry.path("logIndex").asLong(),
            proof.path("logIndex").asLong(),
            Base64.getDecoder().decode(entry.path("canonicalizedBody").asText()),
            hashes,
            checkpoint);
    return new Real(name, log(tree, "rekor.sigstore.dev", "rekor-prod.pub"), real, size, timed);
  }

  private static LogIdentity log(TreeId tree, String host, String file) throws IOException {
    byte[] content = Files.readAllBytes(RESOURCES.resolve("rekor").resolve(file));
    VerifierKey key = PublicKeyReader.read(host, content, file);
    return new LogIdentity(tree.origin(new Origin(host)), key);
  }
}
