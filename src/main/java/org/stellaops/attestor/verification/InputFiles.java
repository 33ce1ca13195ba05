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

/** Reads the input files of a verification. */
public final class InputFiles {
  private static final int BUFFER = 1 << 16;

  private InputFiles() {}

  /** Hashes an artifact of any size in one pass. */
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

  /** Reads a bundle; of one that is too large, one byte more than allowed. */
  public static byte[] readBundle(Path file) {
    return readAtMost(file, SigstoreVerifier.MAX_BUNDLE_BYTES + 1);
  }

  /** Reads at most this many bytes of a file. */
  public static byte[] readAtMost(Path file, int maxBytes) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(maxBytes);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Reads a whole file. */
  public static byte[] readAll(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static AttestorException unreadable(Path file, IOException e) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "cannot read " + file,
        "check that the file exists and is readable",
        e);
  }
}
