package org.stellaops.attestor.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.note.RealNotes.bytes;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.note.RealNotes;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

class CheckpointTest {
  private static final String ROOT = "gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=";
  private static final String EMPTY_ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void rekorV2CheckpointIsRead() {
    Checkpoint checkpoint = Checkpoint.parse(textOf(RealNotes.REKOR_V2));

    assertThat(checkpoint.origin()).isEqualTo(new Origin("log2025-1.rekor.sigstore.dev"));
    assertThat(checkpoint.head()).isEqualTo(new TreeHead(4_855_115, Hash.fromBase64(ROOT)));
    assertThat(checkpoint.extensions()).isEmpty();
    assertThat(checkpoint.isFrozen()).isFalse();
  }

  @Test
  void readsTimestampExtensionOfRekorV1() {
    Checkpoint checkpoint = Checkpoint.parse(textOf(RealNotes.REKOR_V1_WITH_TIMESTAMP));

    assertThat(checkpoint.origin()).hasToString("rekor.sigstore.dev - 2605736670972794746");
    assertThat(checkpoint.extensions()).containsExactly("Timestamp: 1689177396617352539");
    assertThat(checkpoint.timestamp()).contains(Instant.parse("2023-07-12T15:56:36.617352539Z"));
    assertThat(checkpoint.isFrozen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Timestamp: ",
        "Timestamp: -1",
        "Timestamp: 1689177396617352539 ",
        " Timestamp: 1689177396617352539",
        "timestamp: 1689177396617352539",
        "Timestamp: 9223372036854775808",
        "Timestamp: 16891773966173525390"
      })
  void otherLinesAreNotTimestamp(String line) {
    assertThat(Checkpoint.parse("log\n5\n" + ROOT + "\n" + line + "\n").timestamp()).isEmpty();
  }

  @Test
  void timestampReachesToTheLargestLong() {
    assertThat(
            Checkpoint.parse("log\n5\n" + ROOT + "\nx\nTimestamp: 9223372036854775807\n")
                .timestamp())
        .contains(Instant.parse("2262-04-11T23:47:16.854775807Z"));
  }

  @Test
  void detectsFreezeMarker() {
    Checkpoint checkpoint =
        Checkpoint.parse("log\n5\n" + ROOT + "\nLog frozen \u2014 Thu Oct  2 09:00:00 UTC 2025\n");

    assertThat(checkpoint.isFrozen()).isTrue();
    assertThat(checkpoint.head().size()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Log frozenish", "Log frozen", "log frozen \u2014 now", " Log frozen \u2014 x"})
  void otherLinesAreNotFreezeMarker(String line) {
    assertThat(Checkpoint.parse("log\n5\n" + ROOT + "\n" + line + "\n").isFrozen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log\n0\n" + EMPTY_ROOT + "\n",
        "log\n1\n" + ROOT + "\n",
        "log\n10\n" + EMPTY_ROOT + "\n",
        "log\n9223372036854775807\n" + ROOT + "\n",
        "a log - 7\n1\n" + ROOT + "\none\n\u2014 two \u2014\n \n"
      })
  void parsesWhatItPrints(String text) {
    assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "007",
        "00",
        "+5",
        "-5",
        "-0",
        "5 ",
        " 5",
        "5.0",
        "5e3",
        "0x5",
        "1_000",
        "\u0665",
        "\uff15",
        "9223372036854775808",
        "18446744073709551616",
        "99999999999999999999999999"
      })
  void sizeInAnotherSpellingOrBeyond63BitsIsRefused(String size) {
    assertRejected("log\n" + size + "\n" + ROOT + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOg==",
        "gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpwA",
        "gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw",
        "gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpx=",
        "gDfQHcPSkLDVUd_xeZWPsqSB7RTR0ho07k15jgzLOpw=",
        "8037d01dc3d290b0d551dff179958fb2a481ed14d1d21a34ee4d798e0ccb3a9c",
        " gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw="
      })
  void rootThatIsNot32BytesInCanonicalBase64IsRefused(String root) {
    assertRejected("log\n5\n" + root + "\n");
  }

  @Test
  void rejectsEmptyTreeWithOtherRoot() {
    assertRejected("log\n0\n" + ROOT + "\n");
  }

  @Test
  void rejectsEmptyOrigin() {
    assertRejected("\n5\n" + ROOT + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "log\n",
        "log\n5\n",
        "log\n5\n" + ROOT,
        "log\n5\n" + ROOT + "\nextension",
        "log\n5\n" + ROOT + "\n\n",
        "log\n5\n" + ROOT + "\n\nextension\n",
        "log\n5\n" + ROOT + "\nextension\n\n",
        "log\n\n5\n" + ROOT + "\n",
        "log\n5\r\n" + ROOT + "\n"
      })
  void rejectsMissingOrEmptyLines(String text) {
    assertRejected(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines", "\n", "tab\t", "cr\r", "half \ud800"})
  void rejectsInvalidExtensionLine(String extension) {
    assertThatThrownBy(() -> new Checkpoint(new Origin("log"), TreeHead.EMPTY, List.of(extension)))
        .isInstanceOf(MalformedException.class);
  }

  private static String textOf(String note) {
    return SignedNote.parse(bytes(note)).text();
  }

  private static void assertRejected(String text) {
    assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedException.class);
  }
}
