package org.stellaops.attestor.cli.verification;

import java.nio.file.Files;
import java.nio.file.Path;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.verification.InputFiles;

/** {@code ARTIFACT|sha256:DIGEST}. */
final class ArtifactArgument {
  private static final String SHA256 = "sha256:";

  private ArtifactArgument() {}

  /** Returns the digest if the argument is one and no such file exists; else hashes the file. */
  static Artifact read(String argument) {
    if (argument.matches(SHA256 + "[0-9a-f]{64}") && !Files.exists(Path.of(argument))) {
      return Artifact.ofSha256(Hash.fromHex(argument.substring(SHA256.length())));
    }
    return InputFiles.hashArtifact(Path.of(argument));
  }
}
