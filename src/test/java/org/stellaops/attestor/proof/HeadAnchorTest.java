package org.stellaops.attestor.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

class HeadAnchorTest {
  private static final FakeLog LOG = FakeLog.named("one.example").grow(300);
  private static final LogIdentity IDENTITY = LOG.identity();

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "2, 3", "3, 7", "6, 7", "7, 7", "256, 300", "257, 300"})
  void printedAnchorIsParsedAndVerified(long from, long to) {
    HeadAnchor anchor = anchor(from, to);

    HeadAnchor read = HeadAnchor.parse(anchor.print());

    assertThat(read).isEqualTo(anchor);
    assertThat(HeadAnchor.tryParse(anchor.print())).contains(anchor);
    assertThat(read.origin()).isEqualTo(new Origin("one.example"));
    assertThat(read.verify(IDENTITY).head()).isEqualTo(LOG.head(to));
  }

  @Test
  void fileIsHeadThenHashesThenNote() {
    HeadAnchor anchor = anchor(2, 3);

    assertThat(text(anchor))
        .isEqualTo(
            "stella-attestor anchor 1\nfrom 2 "
                + LOG.head(2).root()
                + "\n"
                + anchor.proof().hashes().get(0)
                + "\n\n"
                + new String(LOG.checkpoint(3), StandardCharsets.UTF_8));
  }

  @Test
  void everyChangedByteIsRefused() {
    byte[] good = anchor(3, 7).print();
    for (int at = 0; at < good.length; at++) {
      for (int flip : new int[] {1, 2, 0x20, 0x80}) {
        byte[] changed = good.clone();
        changed[at] ^= (byte) flip;
        assertThatThrownBy(() -> HeadAnchor.parse(changed).verify(IDENTITY))
            .as("%d ^ %d", at, flip)
            .isInstanceOf(AttestorException.class);
      }
    }
  }

  @Test
  void everyTruncatedFileIsRefused() {
    byte[] good = anchor(3, 7).print();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertFailure(Failure.BAD_PROOF, () -> HeadAnchor.parse(cut));
      assertThat(HeadAnchor.tryParse(cut)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "from 3, from 03",
    "from 3, from +3",
    "from 3, from 4",
    "from 3, from 8",
    "from 3, from 0",
    "from 3, 'from  3'",
    "from 3, From 3",
    "from 3, from -3",
    "from 3, from 3 3",
    "from 3, from 9223372036854775808",
    "anchor 1, anchor 2",
    "anchor 1, 'anchor 1 '"
  })
  void headInAnotherSpellingIsNoAnchorFile(String spelling, String other) {
    String changed = text(anchor(3, 7)).replace(spelling, other);

    assertThatThrownBy(() -> HeadAnchor.parse(changed.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_PROOF))
        .hasMessageContaining("not an anchor file");
  }

  @Test
  void reasonNamesTheFirstProblem() {
    String good = text(anchor(3, 7));

    assertReason("does not start with", "");
    assertReason("does not start with", "stella-attestor anchor 1\n\n");
    assertReason("does not start with", good.replace("anchor 1\n", "anchor 1\n\n"));
    assertReason("a head must be a size and a root", good.replace("from 3", "from"));
    assertReason("a head must be a size and a root", good.replace("from 3", "from x"));
  }

  @Test
  void oldHeadOfAnotherTreeIsBadProof() {
    TreeHead forged = FakeLog.named("two.example").grow(3).fork(1).grow(2).head(3);
    HeadAnchor anchor =
        new HeadAnchor(forged, LOG.consistency(3, 7), SignedNote.parse(LOG.checkpoint(7)));

    assertThat(HeadAnchor.parse(anchor.print())).isEqualTo(anchor);
    assertFailure(Failure.BAD_PROOF, () -> anchor.verify(IDENTITY));
  }

  @Test
  void noteOfAnotherLogOrKeyIsRefused() {
    HeadAnchor anchor = anchor(3, 7);

    assertFailure(
        Failure.UNTRUSTED_KEY, () -> anchor.verify(FakeLog.named("two.example").identity()));
    assertFailure(
        Failure.ORIGIN_MISMATCH,
        () -> anchor.verify(new LogIdentity(new Origin("two.example"), IDENTITY.key())));
  }

  @Test
  void proofBetweenOtherSizesIsRefused() {
    SignedNote note = SignedNote.parse(LOG.checkpoint(7));

    assertThatThrownBy(() -> new HeadAnchor(LOG.head(4), LOG.consistency(3, 7), note))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new HeadAnchor(LOG.head(3), LOG.consistency(3, 8), note))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void fileOverSizeLimitIsNotParsed() {
    assertReason("does not start with", "x".repeat(1 << 19));
    assertReason("larger than 524288 bytes", "x".repeat((1 << 19) + 1));
  }

  private static HeadAnchor anchor(long from, long to) {
    return new HeadAnchor(
        LOG.head(from), LOG.consistency(from, to), SignedNote.parse(LOG.checkpoint(to)));
  }

  private static String text(HeadAnchor anchor) {
    return new String(anchor.print(), StandardCharsets.UTF_8);
  }

  private static void assertReason(String reason, String content) {
    assertThatThrownBy(() -> HeadAnchor.parse(content.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining(reason);
  }

  private static void assertFailure(Failure failure, ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }
}
