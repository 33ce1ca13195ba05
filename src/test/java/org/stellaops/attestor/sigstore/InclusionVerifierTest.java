package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.trust.TrustedLog;
import org.stellaops.attestor.trust.ValidityPeriod;

class InclusionVerifierTest {
  private static final KeyPair SHARED = TestCertificates.newKeyPair();
  private static final FakeLog WHOLE = FakeLog.named("log.example").grow(50);
  private static final FakeLog SHARD =
      FakeLog.signedBy("rekor.example - 42", NoteSigner.of("rekor.example", SHARED)).grow(50);
  private static final int SIZE = 40;

  @Test
  void entryOfAWholeLogIsVerified() {
    VerifiedEntry entry = verify(WHOLE, wholeLog(), proof(WHOLE, 7), 7);

    assertThat(entry.logName()).isEqualTo("log.example");
    assertThat(entry.logIndex()).isEqualTo(7);
    assertThat(entry.leafHash()).isEqualTo(Rfc6962.leaf(WHOLE.entry(7)));
    assertThat(entry.inclusion().orElseThrow().checkpoint().head()).isEqualTo(WHOLE.head(SIZE));
    assertThat(entry.inclusion().orElseThrow().proof().index()).isEqualTo(7);
  }

  @Test
  void proofWithoutCheckpointIsVerifiedButNoInclusion() {
    TransparencyLogEntry.Proof good = proof(WHOLE, 7);
    TransparencyLogEntry.Proof bare =
        new TransparencyLogEntry.Proof(7, good.rootHash(), SIZE, good.hashes(), "");

    assertThat(verify(WHOLE, wholeLog(), bare, 7).inclusion()).isEmpty();
    assertRefused(
        Step.INCLUSION,
        "does not lead from the entry to its root hash",
        WHOLE,
        wholeLog(),
        new TransparencyLogEntry.Proof(7, WHOLE.head(39).root(), SIZE, good.hashes(), ""),
        7);
    assertThat(
            new InclusionVerifier(entry(WHOLE, Optional.empty(), 7), wholeLog())
                .verify()
                .inclusion())
        .isEmpty();
  }

  @Test
  void proofThatDoesNotFitIsRefused() {
    TransparencyLogEntry.Proof good = proof(WHOLE, 7);

    assertRefused(
        Step.INCLUSION,
        "does not lead from the entry to its root hash",
        WHOLE,
        wholeLog(),
        changed(good, 6, SIZE, good.hashes()),
        7);
    assertRefused(
        Step.INCLUSION, "", WHOLE, wholeLog(), changed(good, 40, SIZE, good.hashes()), 40);
    assertRefused(
        Step.INCLUSION,
        "",
        WHOLE,
        wholeLog(),
        changed(good, 7, SIZE, good.hashes().subList(0, good.hashes().size() - 1)),
        7);
  }

  @Test
  void proofForAnotherSizeThanTheCheckpointIsRefused() {
    TransparencyLogEntry.Proof good = proof(WHOLE, 7);
    String other = text(WHOLE.checkpoint(39));

    assertRefused(
        Step.INCLUSION,
        "the tree size of the inclusion proof does not match the checkpoint",
        WHOLE,
        wholeLog(),
        new TransparencyLogEntry.Proof(7, good.rootHash(), SIZE, good.hashes(), other),
        7);
    FakeLog fork = WHOLE.fork(20).grow(20);
    assertRefused(
        Step.INCLUSION,
        "the root hash of the inclusion proof does not match the checkpoint",
        WHOLE,
        wholeLog(),
        new TransparencyLogEntry.Proof(
            7, good.rootHash(), SIZE, good.hashes(), text(fork.checkpoint(SIZE))),
        7);
  }

  @Test
  void logIndexOfAWholeLogIsThatOfTheProof() {
    for (long index : new long[] {6, 8}) {
      assertRefused(
          Step.INCLUSION,
          "the log index of the entry does not match its inclusion proof",
          WHOLE,
          wholeLog(),
          proof(WHOLE, 7),
          index);
    }
  }

  @Test
  void logIndexOfAShardIsNotBelowThatOfTheProof() {
    for (long index : new long[] {7, 8, 1_000_000}) {
      assertThat(verify(SHARD, log("rekor.example", SHARED.getPublic()), proof(SHARD, 7), index))
          .returns(index, VerifiedEntry::logIndex);
    }
    assertRefused(
        Step.INCLUSION,
        "the log index of the entry does not match its inclusion proof",
        SHARD,
        log("rekor.example", SHARED.getPublic()),
        proof(SHARD, 7),
        6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rekor.example - ",
        "rekor.example - 042",
        "rekor.example - 4x",
        "rekor.example -42",
        "rekor.example",
        "other.example - 42"
      })
  void otherOriginThanThatOfAShardIsRefused(String origin) {
    FakeLog log = FakeLog.signedBy(origin, NoteSigner.of("rekor.example", SHARED)).grow(50);
    if (origin.equals("rekor.example")) {
      assertThat(verify(log, log("rekor.example", SHARED.getPublic()), proof(log, 7), 7))
          .isNotNull();
    } else {
      assertRefused(
          Step.CHECKPOINT,
          "the checkpoint is not of the log rekor.example",
          log,
          log("rekor.example", SHARED.getPublic()),
          proof(log, 7),
          7);
    }
  }

  @Test
  void ed25519LogHasNoShards() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    FakeLog log = FakeLog.signedBy("log.example - 42", NoteSigner.of("log.example", pair)).grow(50);

    assertRefused(
        Step.CHECKPOINT,
        "the checkpoint is not of the log log.example",
        log,
        log("log.example", pair.getPublic()),
        proof(log, 7),
        7);
  }

  @Test
  void checkpointOfAnotherKeyIsRefused() {
    TransparencyLogEntry.Proof good = proof(WHOLE, 7);

    assertRefused(
        Step.CHECKPOINT,
        "the checkpoint is not signed with the key log.example+",
        WHOLE,
        log("log.example", SHARED.getPublic()),
        good,
        7);
    String forged = good.checkpoint().replace("log.example\n40\n", "log.example\n41\n");
    assertThat(forged).isNotEqualTo(good.checkpoint());
    assertRefused(
        Step.CHECKPOINT,
        "the log's signature of the checkpoint does not verify",
        WHOLE,
        wholeLog(),
        new TransparencyLogEntry.Proof(7, good.rootHash(), SIZE, good.hashes(), forged),
        7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "log.example\n40\n"})
  void textThatIsNoNoteOrCheckpointIsRefused(String text) {
    TransparencyLogEntry.Proof good = proof(WHOLE, 7);
    assertRefused(
        Step.CHECKPOINT,
        "",
        WHOLE,
        wholeLog(),
        new TransparencyLogEntry.Proof(7, good.rootHash(), SIZE, good.hashes(), text),
        7);
    assertRefused(
        Step.CHECKPOINT,
        "",
        WHOLE,
        wholeLog(),
        new TransparencyLogEntry.Proof(
            7, good.rootHash(), SIZE, good.hashes(), text(WHOLE.sign("log.example\n"))),
        7);
  }

  private static TransparencyLogEntry.Proof changed(
      TransparencyLogEntry.Proof good, long index, long size, List<Hash> hashes) {
    return new TransparencyLogEntry.Proof(index, good.rootHash(), size, hashes, good.checkpoint());
  }

  private static TransparencyLogEntry.Proof proof(FakeLog log, long index) {
    InclusionProof proof =
        InclusionProof.build(index, SIZE, tile -> TileHashes.read(tile, log.tile(tile)));
    return new TransparencyLogEntry.Proof(
        index, log.head(SIZE).root(), SIZE, proof.hashes(), text(log.checkpoint(SIZE)));
  }

  private static String text(byte[] note) {
    return SignedNote.parse(note).toString();
  }

  private static TransparencyLogEntry entry(
      FakeLog log, Optional<TransparencyLogEntry.Proof> proof, long index) {
    return new TransparencyLogEntry(
        index, new byte[32], "hashedrekord", "0.0.2", 0, Optional.empty(), proof, log.entry(7));
  }

  private static TrustedLog wholeLog() {
    return log("log.example", WHOLE.identity().key().publicKey());
  }

  private static TrustedLog log(String name, PublicKey key) {
    return new TrustedLog(
        "https://" + name,
        key,
        new ValidityPeriod(Instant.EPOCH, Optional.empty()),
        List.of("00".repeat(32)),
        "");
  }

  private static VerifiedEntry verify(
      FakeLog log, TrustedLog trusted, TransparencyLogEntry.Proof proof, long index) {
    return new InclusionVerifier(entry(log, Optional.of(proof), index), trusted).verify();
  }

  private static void assertRefused(
      Step step,
      String reason,
      FakeLog log,
      TrustedLog trusted,
      TransparencyLogEntry.Proof proof,
      long index) {
    assertThatThrownBy(() -> verify(log, trusted, proof, index))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.step()).isEqualTo(step))
        .hasMessageContaining(reason);
  }
}
