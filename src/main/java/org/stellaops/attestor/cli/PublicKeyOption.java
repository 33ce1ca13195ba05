package org.stellaops.attestor.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.trust.PublicKeyReader;
import org.stellaops.attestor.verification.InputFiles;

/** {@code --public-key}: a file with the public key of a log, or the key itself. */
public final class PublicKeyOption {
  private PublicKeyOption() {}

  /**
   * Reads the key.
   *
   * @param name the key name on the signature lines
   * @param key a file in PEM, DER or vkey format, or a vkey
   */
  public static VerifierKey read(String name, String key) {
    Path file = Path.of(key);
    byte[] content =
        Files.isRegularFile(file) ? InputFiles.readAll(file) : key.getBytes(StandardCharsets.UTF_8);
    return PublicKeyReader.read(name, content, "--public-key");
  }
}
