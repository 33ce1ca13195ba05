package org.stellaops.attestor.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.note.RealNotes.bytes;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  private static final String LINE = "\u2014 example.com/foo QUJDREU=\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        RealNotes.EXAMPLE,
        RealNotes.REKOR_V1_WITH_TIMESTAMP,
        RealNotes.REKOR_V1,
        RealNotes.REKOR_V2
      })
  void parsesAndPrintsRealNotes(String real) {
    SignedNote note = SignedNote.parse(bytes(real));

    assertThat(note.raw()).isEqualTo(bytes(real));
    assertThat(note).hasToString(real);
    assertThat(SignedNote.of(note.text(), note.signatures())).isEqualTo(note);
  }

  @Test
  void textEndsWithItsLineFeedAndWithoutTheBlankLine() {
    assertThat(SignedNote.parse(bytes(RealNotes.EXAMPLE)).text())
        .isEqualTo("This is an example message.\n");
    assertThat(SignedNote.parse(bytes(RealNotes.REKOR_V1_WITH_TIMESTAMP)).text())
        .hasSize(126)
        .endsWith("\nTimestamp: 1689177396617352539\n");
  }

  @Test
  void noteIsSplitAtItsLastBlankLine() {
    assertThat(parse("one\n\ntwo\n\n\nthree\n\n" + LINE).text())
        .isEqualTo("one\n\ntwo\n\n\nthree\n");
    assertThat(parse("one\n\n\n" + LINE).text()).isEqualTo("one\n\n");
    assertThat(parse("\n\n" + LINE).text()).isEqualTo("\n");
  }

  @Test
  void signatureBlockWithinTheTextIsText() {
    SignedNote note = parse("one\n\n" + LINE + "\n" + LINE);

    assertThat(note.text()).isEqualTo("one\n\n" + LINE);
    assertThat(note.signatures()).hasSize(1);
  }

  @Test
  void emDashInTextAndExtensionLinesIsText() {
    assertThat(parse("Log frozen \u2014 now\n\u2014 \u2014\n" + LINE + "\n" + LINE).text())
        .isEqualTo("Log frozen \u2014 now\n\u2014 \u2014\n" + LINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        LINE,
        "\n" + LINE,
        "text\n" + LINE,
        "text" + LINE,
        "text\n\n" + LINE + "\n",
        "text\n\n" + LINE + "\n\n"
      })
  void rejectsNoteWithoutTextBlankLineOrSignature(String note) {
    assertRejected(note);
  }

  @Test
  void rejectsMissingFinalLineFeed() {
    assertRejected(RealNotes.EXAMPLE.substring(0, RealNotes.EXAMPLE.length() - 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x1b, 0x1f})
  void rejectsControlCharacters(int control) {
    String c = Character.toString(control);

    assertRejected(c + "text\n\n" + LINE);
    assertRejected("te" + c + "xt\n\n" + LINE);
    assertRejected("text" + c + "\n\n" + LINE);
    assertRejected("text\n" + c + "\n" + LINE);
    assertRejected("text\n\n" + LINE.replace("QUJ", c + "QUJ"));
    assertRejected("text\n\n" + LINE + c);
  }

  @Test
  void rejectsCarriageReturns() {
    assertRejected(RealNotes.REKOR_V2.replace("\n", "\r\n"));
  }

  @Test
  void deleteCharacterIsAllowed() {
    assertThat(parse("te\u007fxt\n\n" + LINE).text()).isEqualTo("te\u007fxt\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "c080", "eda080", "f4908080", "e28094e2"})
  void bytesThatAreNotUtf8AreRefused(String hex) {
    byte[] broken = HexFormat.of().parseHex(hex);
    byte[] rest = bytes("\n\n" + LINE);
    byte[] note = Arrays.copyOf(broken, broken.length + rest.length);
    System.arraycopy(rest, 0, note, broken.length, rest.length);

    assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(MalformedNoteException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stray line\n",
        "\u2014\n",
        "\u2014 \n",
        "\u2014 example.com/foo\n",
        "\u2014 example.com/foo \n",
        "\u2014  QUJDREU=\n",
        "\u2014example.com/foo QUJDREU=\n",
        "\u2013 example.com/foo QUJDREU=\n",
        "- example.com/foo QUJDREU=\n",
        " \u2014 example.com/foo QUJDREU=\n",
        "\u2014 example.com/foo QUJDREU= \n",
        "\u2014 example.com/foo  QUJDREU=\n",
        "\u2014 Bad Name QUJDREU=\n",
        "\u2014 bad+name QUJDREU=\n",
        "\u2014 bad\u00a0name QUJDREU=\n",
        "\u2014 bad\u0085name QUJDREU=\n",
        "\u2014 bad\u3000name QUJDREU=\n",
        "\u2014 bad\u2028name QUJDREU=\n"
      })
  void rejectsMalformedSignatureLine(String stray) {
    assertRejected("text\n\n" + stray + LINE);
    assertRejected("text\n\n" + LINE + stray);
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUJDREU", "QUJDREV=", "QUJDREU==", "QUJDRE U=", "QUJD-_U=", "====", "="})
  void base64InAnotherSpellingKillsTheNote(String spelling) {
    assertRejected("text\n\n\u2014 example.com/foo " + spelling + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUJDRA==", "QUJD", "QQ=="})
  void rejectsSignatureLineWithoutSignature(String base64) {
    assertRejected("text\n\n\u2014 example.com/foo " + base64 + "\n");
  }

  @Test
  void acceptsAtMostSixtyFourSignatures() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      lines.append(lineOf("key" + i));
    }

    assertThat(parse("text\n\n" + lines).signatures()).hasSize(64);
    assertRejected("text\n\n" + lines + lineOf("key64"));
    assertRejected("text\n\n" + LINE.repeat(65));
  }

  @Test
  void noteOf256KiBIsReadAndNoLargerOne() {
    String rest = "\n\n" + LINE;
    String text = "x".repeat(SignedNote.MAX_BYTES - bytes(rest).length);

    assertThat(SignedNote.MAX_BYTES).isEqualTo(262_144);
    assertThat(parse(text + rest).text()).isEqualTo(text + "\n");
    assertRejected(text + "x" + rest);
  }

  @Test
  void repeatedLineIsListedOnceAndKeptInTheBytes() {
    SignedNote note = parse("text\n\n" + LINE + LINE);

    assertThat(note.signatures()).hasSize(1);
    assertThat(note).hasToString("text\n\n" + LINE + LINE);
  }

  @Test
  void keepsUnknownSignatureLines() {
    String cosigned =
        RealNotes.REKOR_V2 + lineOf("witness.example/w1") + LINE + lineOf("\u00fcnic\u00f6de");

    SignedNote note = parse(cosigned);

    assertThat(note).hasToString(cosigned);
    assertThat(note.signatures().stream().map(NoteSignature::name))
        .containsExactly(
            "log2025-1.rekor.sigstore.dev",
            "witness.example/w1",
            "example.com/foo",
            "\u00fcnic\u00f6de");
  }

  @Test
  void rawBytesAreImmutable() {
    byte[] raw = bytes(RealNotes.EXAMPLE);
    SignedNote note = SignedNote.parse(raw);
    raw[0] = 'X';
    note.raw()[0] = 'X';

    assertThat(note).hasToString(RealNotes.EXAMPLE);
  }

  @Test
  void notesAreEqualWhenTheirBytesAre() {
    SignedNote note = parse("text\n\n" + LINE);

    assertThat(note)
        .isEqualTo(parse("text\n\n" + LINE))
        .hasSameHashCodeAs(parse("text\n\n" + LINE))
        .isNotEqualTo(parse("text\n\n" + LINE + LINE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no line feed", "text\r\n", "", "half \ud800\n"})
  void rejectsSigningInvalidText(String text) {
    List<NoteSignature> signatures = parse("text\n\n" + LINE).signatures();

    assertThatThrownBy(() -> SignedNote.of(text, signatures))
        .isInstanceOf(MalformedNoteException.class);
  }

  @Test
  void rejectsSigningTextThatLooksLikeSignatures() {
    List<NoteSignature> signatures = parse("text\n\n" + LINE).signatures();
    String text = "text\n\n" + lineOf("other").strip();

    assertThatThrownBy(() -> SignedNote.of(text, signatures))
        .isInstanceOf(MalformedNoteException.class);
  }

  @Test
  void rejectsNoteWithoutSignatures() {
    assertThatThrownBy(() -> SignedNote.of("text\n", List.of()))
        .isInstanceOf(MalformedNoteException.class);
  }

  private static String lineOf(String name) {
    return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(bytes("ABCDE")) + "\n";
  }

  private static SignedNote parse(String note) {
    return SignedNote.parse(bytes(note));
  }

  private static void assertRejected(String note) {
    assertThatThrownBy(() -> parse(note)).isInstanceOf(MalformedNoteException.class);
  }
}
