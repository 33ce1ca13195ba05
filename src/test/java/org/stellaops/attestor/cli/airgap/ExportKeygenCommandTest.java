package org.stellaops.attestor.cli.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.cli.main.Stella;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.trust.SigningKey;
import picocli.CommandLine;

class ExportKeygenCommandTest {
  private static final String NAME = "exports.example.org";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsPublicKeyOfWrittenPrivateKey() throws IOException {
    Path file = folder.resolve("exporter.key");

    assertThat(keygen(NAME, file)).isZero();

    VerifierKey printed = VerifierKey.parse(out.toString().strip());
    NoteSigner written = SigningKey.parse(Files.readString(file));
    SignedNote note = SignedNote.of("a text\n", List.of(written.sign("a text\n")));
    assertThat(printed).isEqualTo(written.key());
    assertThat(note.isSignedBy(printed)).isTrue();
    assertThat(err.toString()).contains("signingKeyPath to " + file, "trustedExporters");
  }

  @Test
  void privateKeyIsReadableByOwnerOnly() throws IOException {
    Path file = folder.resolve("exporter.key");
    keygen(NAME, file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void doesNotOverwriteExistingKey() throws IOException {
    Path file = Files.writeString(folder.resolve("exporter.key"), "the key of all receipts");

    assertThat(keygen(NAME, file)).isEqualTo(3);

    assertThat(file).hasContent("the key of all receipts");
    assertThat(err.toString())
        .contains(file.toString(), "hint: name a file that does not exist yet");
  }

  @Test
  void keysOfSameNameDiffer() throws IOException {
    keygen(NAME, folder.resolve("one"));
    keygen(NAME, folder.resolve("two"));

    assertThat(Files.readString(folder.resolve("one")))
        .isNotEqualTo(Files.readString(folder.resolve("two")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a+b", "tab\tbed"})
  void rejectsInvalidKeyName(String name) {
    assertThat(keygen(name, folder.resolve("exporter.key"))).isEqualTo(2);

    assertThat(folder).isEmptyDirectory();
    assertThat(err.toString()).contains("invalid key name: '" + name + "'");
  }

  private int keygen(String name, Path file) {
    CommandLine stella = Stella.commandLine();
    stella.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return stella.execute(
        "attestor", "export", "keygen", "--name", name, "--output", file.toString());
  }
}
