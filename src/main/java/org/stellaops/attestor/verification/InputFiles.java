package org.stellaops.attestor.verification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.sigstore.SigstoreVerifier;

/** The files that somebody names to have an attestation decided about. */
public final class InputFiles {
  private static final int BUFFER = 1 << 16;

  private InputFiles() {}

  /** An artifact of any size, hashed once. */
  public static Artifact hashArtifact(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest[] digests = {
        MessageDigest.getInstance("SHA-256"),
        MessageDigest.getInstance("SHA-384"),
        MessageDigest.getInstance("SHA-512")
      };
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (MessageDigest digest : digests) {
          digest.update(buffer, 0, n);
        }
      }
      return Artifact.ofFile(
          () -> readAll(file), digests[0].digest(), digests[1].digest(), digests[2].digest());
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-2", e);
    }
  }

  /** A bundle; of one that is too long only so much that this shows. */
  public static byte[] readBundle(Path file) {
    return readAtMost(file, SigstoreVerifier.MAX_BUNDLE_BYTES + 1);
  }

  /** The first bytes of a file. */
  public static byte[] readAtMost(Path file, int maxBytes) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(maxBytes);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** A file as a whole. */
  public static byte[] readAll(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static AttestorException unreadable(Path file, IOException e) {
    return new AttestorException(
        Failure.CONFIGURATION, "cannot read " + file, "see that the file is there", e);
  }
}
