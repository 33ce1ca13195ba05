package org.stellaops.attestor.route.verification;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.durable.DirectoryTrees;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.verification.AttestationVerdict;

/**
 * The files of a good attestation in a directory of the daemon's own. They are hashed while they
 * are copied, and have the digests of the verdict. The submitter has no descriptor or link of them.
 *
 * @param directory the directory, with an unpredictable name
 * @param originals the submitted files, as they were before they were copied
 */
record VerifiedCopy(Path directory, List<SubmittedFile> originals) {
  private static final String PREFIX = ".verified-";

  /**
   * Copies the files of a good attestation.
   *
   * @throws AttestorException with {@code incomplete} if a file was changed since it was verified
   */
  static VerifiedCopy of(AttestationFiles files, AttestationVerdict verdict, Path outbox)
      throws IOException {
    Files.createDirectories(outbox);
    VerifiedCopy copy =
        new VerifiedCopy(Files.createTempDirectory(outbox, PREFIX), new ArrayList<>());
    try {
      Hash artifact = verdict.artifact().sha256();
      if (files.hasArtifact()) {
        copy.add(files.artifactFile(), artifact);
      } else {
        byte[] line =
            (artifact.hex() + "  " + files.name() + "\n").getBytes(StandardCharsets.UTF_8);
        copy.originals.add(SubmittedFile.of(files.digestFile()));
        Files.write(copy.resolve(files.digestFile()), line, StandardOpenOption.CREATE_NEW);
        DurableFiles.fsync(copy.resolve(files.digestFile()));
      }
      copy.add(files.bundle(), verdict.bundleSha256());
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.delete();
      throw e;
    }
  }

  /** The copy of a file. */
  Path resolve(Path file) {
    return directory.resolve(file.getFileName().toString());
  }

  /** Deletes the submitted files, except those that were replaced or changed since. */
  void deleteOriginals() throws IOException {
    for (SubmittedFile file : originals) {
      file.deleteIfUnchanged();
    }
  }

  void delete() throws IOException {
    DirectoryTrees.delete(directory);
  }

  private void add(Path file, Hash expected) throws IOException {
    originals.add(SubmittedFile.of(file));
    MessageDigest sha256 = sha256();
    try (InputStream in = new DroppedFile(file).open();
        OutputStream out = Files.newOutputStream(resolve(file), StandardOpenOption.CREATE_NEW)) {
      new DigestInputStream(in, sha256).transferTo(out);
    }
    if (!Hash.of(sha256.digest()).equals(expected)) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "a file of the attestation was changed while it was being verified",
          "it is verified again when it no longer changes");
    }
    DurableFiles.fsync(resolve(file));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
