package org.stellaops.attestor.verification;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.sigstore.SigstoreVerifier;

/** Reads the input files of a verification. */
public final class InputFiles {
  /** The suffix of the file names of bundles. */
  public static final String BUNDLE_SUFFIX = ".sigstore.json";

  private static final int MAX_SIGNED_BYTES = 64 * 1024 * 1024;

  private InputFiles() {}

  /** Hashes an artifact of any size in one pass. */
  public static Artifact hashArtifact(Path file) {
    return hashArtifact(file, Files::newInputStream);
  }

  /** Hashes an artifact that a function opens. */
  public static Artifact hashArtifact(Path file, Opener opener) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      MessageDigest sha384 = MessageDigest.getInstance("SHA-384");
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      try (InputStream in = opener.open(file);
          InputStream first = new DigestInputStream(in, sha256);
          InputStream second = new DigestInputStream(first, sha384);
          InputStream third = new DigestInputStream(second, sha512)) {
        third.transferTo(OutputStream.nullOutputStream());
      }
      byte[] digest = sha256.digest();
      return Artifact.ofFile(
          () -> readHashed(file, opener, digest), digest, sha384.digest(), sha512.digest());
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-2", e);
    }
  }

  /** Reads a file again for a signature scheme that needs all of it. */
  private static byte[] readHashed(Path file, Opener opener, byte[] sha256) {
    byte[] content = readAtMost(file, opener, MAX_SIGNED_BYTES + 1);
    if (content.length > MAX_SIGNED_BYTES) {
      throw new AttestorException(
          Failure.BAD_ATTESTATION,
          file + " is larger than 64 MiB, and its signature scheme needs all of it in memory",
          "sign its digest, for example with ECDSA");
    }
    if (!Arrays.equals(Artifact.ofBytes(content).sha256().bytes(), sha256)) {
      throw new AttestorException(
          Failure.INCOMPLETE, file + " was changed while it was being verified", "try again");
    }
    return content;
  }

  /** Reads a bundle; of one that is too large, one byte more than allowed. */
  public static byte[] readBundle(Path file) {
    return readAtMost(file, SigstoreVerifier.MAX_BUNDLE_BYTES + 1);
  }

  /** Reads at most this many bytes of a file. */
  public static byte[] readAtMost(Path file, int maxBytes) {
    return readAtMost(file, Files::newInputStream, maxBytes);
  }

  /** Reads at most this many bytes of a file that a function opens. */
  public static byte[] readAtMost(Path file, Opener opener, int maxBytes) {
    try (InputStream in = opener.open(file)) {
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

  /** Returns the files of a directory whose names end with the suffix, sorted. */
  public static List<Path> list(Path directory, String suffix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION, "cannot read " + directory, "check that the directory exists", e);
    }
  }

  /** A file that cannot be read. */
  static AttestorException unreadable(Path file, IOException e) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "cannot read " + file + ": " + DroppedFile.reason(e),
        "check that the file exists and is readable",
        e);
  }

  /** Opens a file. */
  @FunctionalInterface
  public interface Opener {
    /** Returns its content from the beginning. */
    InputStream open(Path file) throws IOException;
  }
}
