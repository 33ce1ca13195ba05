package org.stellaops.attestor.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.TileHashes;

class TlogProofTest {
  private static final FakeLog LOG = FakeLog.named("one.example").grow(515);
  private static final LogIdentity IDENTITY = LOG.identity();

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "4, 7", "6, 7", "255, 256", "256, 257", "511, 515", "514, 515"})
  void printedProofIsParsedAndVerified(long index, long size) {
    TlogProof proof = proof(Optional.of(entry(index)), index, size);

    TlogProof read = TlogProof.parse(proof.print());

    assertThat(read.print()).isEqualTo(proof.print());
    assertThat(read.inclusion()).isEqualTo(proof.inclusion());
    assertThat(read.note()).isEqualTo(proof.note());
    assertThat(read.extra()).contains(entry(index));
    assertThat(read.verify(IDENTITY, leaf(index)).head()).isEqualTo(LOG.head(size));
  }

  @Test
  void formatMatchesSpecification() {
    String text = text(proof(Optional.of(entry(2)), 2, 3));

    assertThat(text)
        .startsWith(
            """
            c2sp.org/tlog-proof@v1
            extra Mg==
            index 2
            ywCYnZSlacCmeK4EK2Pc1GJduWRAUX83put5duok7Us=

            one.example
            3
            cl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc=

            \u2014 one.example\s\
            """);
  }

  @Test
  void singleEntryLogNeedsNoHashes() {
    assertThat(text(proof(Optional.empty(), 0, 1)))
        .startsWith("c2sp.org/tlog-proof@v1\nindex 0\n\none.example\n1\n");
  }

  /** Whatever one byte is changed to, the file is refused, or is no proof of the entry any more. */
  @Test
  void rejectsEveryChangedByte() {
    byte[] good = proof(Optional.empty(), 4, 7).print();
    for (int at = 0; at < good.length; at++) {
      for (int flip : new int[] {1, 2, 0x20, 0x80}) {
        byte[] changed = good.clone();
        changed[at] ^= (byte) flip;
        assertRejected(at + " ^ " + flip, () -> TlogProof.parse(changed).verify(IDENTITY, leaf(4)));
      }
    }
  }

  @Test
  void rejectsEveryTruncatedFile() {
    String good = text(proof(Optional.of(entry(4)), 4, 7));
    for (int end = 0; end < good.length(); end++) {
      String cut = good.substring(0, end);
      assertRejected(cut, () -> parse(cut));
    }
  }

  @Test
  void rejectsMissingAndDuplicatedLines() {
    List<String> lines = List.of(text(proof(Optional.of(entry(4)), 4, 7)).split("(?<=\n)"));
    for (int i = 0; i < lines.size(); i++) {
      String without = join(lines, i, 0);
      String twice = join(lines, i, 2);
      if (!lines.get(i).startsWith("extra")) {
        assertRejected(without, () -> parse(without).verify(IDENTITY, leaf(4)));
      }
      if (!lines.get(i).startsWith("\u2014")) {
        assertRejected(twice, () -> parse(twice).verify(IDENTITY, leaf(4)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "index 4, index 04",
    "index 4, index +4",
    "index 4, index  4",
    "index 4, 'index 4 '",
    "index 4, Index 4",
    "index 4, index -1",
    "index 4, index 7",
    "index 4, index 9223372036854775808",
    "extra NA==, extra NA",
    "extra NA==, extra NB==",
    "extra NA==, 'extra '",
    "extra NA==, extra",
    "@v1, @v2"
  })
  void rejectsNonCanonicalEncoding(String spelling, String other) {
    String good = text(proof(Optional.of(entry(4)), 4, 7));
    assertThat(good).contains(spelling);

    String changed = good.replace(spelling, other);
    assertRejected(other, () -> parse(changed));
  }

  @Test
  void rejectsProofOfAnotherEntry() {
    assertThatThrownBy(() -> proof(Optional.empty(), 4, 7).verify(IDENTITY, leaf(5)))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_INCLUDED));
  }

  @Test
  void rejectsCheckpointOfAnotherLogOrKey() {
    TlogProof proof = proof(Optional.empty(), 4, 7);
    LogIdentity otherOrigin = new LogIdentity(new Origin("two.example"), IDENTITY.key());

    assertFailure(
        Failure.UNTRUSTED_KEY,
        () -> proof.verify(FakeLog.named("two.example").identity(), leaf(4)));
    assertFailure(Failure.ORIGIN_MISMATCH, () -> proof.verify(otherOrigin, leaf(4)));
  }

  @Test
  void extraDataIsEntryOnlyIfProofMatches() {
    assertThat(proof(Optional.of(entry(4)), 4, 7).embeddedLeafHash()).contains(leaf(4));
    assertThat(proof(Optional.of(entry(4)), 4, 7).embeddedLeafHash()).contains(leaf(4));
    assertThat(proof(Optional.of(leaf(4).bytes()), 4, 7).embeddedLeafHash()).contains(leaf(4));
    assertThat(proof(Optional.of(entry(5)), 4, 7).embeddedLeafHash()).isEmpty();
    assertThat(proof(Optional.empty(), 4, 7).embeddedLeafHash()).isEmpty();
  }

  @Test
  void rejectsProofForAnotherTreeSize() {
    TlogProof small = proof(Optional.empty(), 4, 7);
    TlogProof large = proof(Optional.empty(), 4, 8);

    assertThatThrownBy(() -> new TlogProof(Optional.empty(), small.inclusion(), large.note()))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(
            () -> new TlogProof(Optional.of(new byte[0]), small.inclusion(), small.note()))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void rejectsHugeFileWithoutParsing() {
    assertFailure(Failure.INVALID_NOTE, () -> TlogProof.parse(new byte[TlogProof.MAX_BYTES + 1]));
    assertThatThrownBy(() -> TlogProof.parse(new byte[TlogProof.MAX_BYTES + 1]))
        .hasMessageContaining("larger than 2097152 bytes");
    assertThatThrownBy(() -> TlogProof.parse(new byte[TlogProof.MAX_BYTES]))
        .hasMessageContaining("truncated");
  }

  private static TlogProof proof(Optional<byte[]> extra, long index, long size) {
    InclusionProof inclusion =
        InclusionProof.build(index, size, tile -> TileHashes.read(tile, LOG.tile(tile)));
    return new TlogProof(extra, inclusion, SignedNote.parse(LOG.checkpoint(size)));
  }

  private static byte[] entry(long index) {
    return Long.toString(index).getBytes(StandardCharsets.US_ASCII);
  }

  private static Hash leaf(long index) {
    return Rfc6962.leaf(entry(index));
  }

  private static String text(TlogProof proof) {
    return new String(proof.print(), StandardCharsets.UTF_8);
  }

  private static TlogProof parse(String text) {
    return TlogProof.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String join(List<String> lines, int which, int times) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(lines.get(i).repeat(i == which ? times : 1));
    }
    return text.toString();
  }

  private static void assertRejected(String what, ThrowingCallable check) {
    assertThatThrownBy(check).as(what).isInstanceOf(AttestorException.class);
  }

  private static void assertFailure(Failure failure, ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }
}
