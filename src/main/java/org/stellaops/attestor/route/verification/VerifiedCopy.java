package org.stellaops.attestor.route.verification;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.drop.FileState;
import org.stellaops.attestor.durable.DirectoryTrees;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Sha256;
import org.stellaops.attestor.verification.AttestationVerdict;

/**
 * The files of a good attestation in a directory of the daemon's own. They are hashed while they
 * are copied, and have the digests of the verdict. The submitter has no descriptor or link of them.
 *
 * @param directory the directory, with an unpredictable name
 * @param originals the submitted files, as they were before they were copied
 */
record VerifiedCopy(Path directory, Map<Path, FileState> originals) {
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
        new VerifiedCopy(Files.createTempDirectory(outbox, PREFIX), new LinkedHashMap<>());
    try {
      // the bundle is also deleted first: without its artifact it would wait for ever after a crash
      copy.add(files.bundle(), verdict.bundleSha256());
      Hash artifact = verdict.artifact().sha256();
      if (files.hasArtifact()) {
        copy.add(files.artifactFile(), artifact);
      } else {
        byte[] line =
            (artifact.hex() + "  " + files.name() + "\n").getBytes(StandardCharsets.UTF_8);
        copy.remember(files.digestFile());
        Files.write(copy.resolve(files.digestFile()), line, StandardOpenOption.CREATE_NEW);
        DurableFiles.fsync(copy.resolve(files.digestFile()));
      }
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.delete();
      throw e;
    }
  }

  /** Deletes the copies that a killed process has left in the outbox. */
  static void deleteLeftovers(Path outbox) throws IOException {
    if (Files.isDirectory(outbox)) {
      try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(outbox, PREFIX + "*")) {
        for (Path each : leftovers) {
          DirectoryTrees.delete(each);
        }
      }
    }
  }

  /** The copy of a file. */
  Path resolve(Path file) {
    return directory.resolve(file.getFileName().toString());
  }

  /** Deletes the submitted files, except those that were replaced or changed since. */
  void deleteOriginals() throws IOException {
    for (Map.Entry<Path, FileState> file : originals.entrySet()) {
      Optional<FileState> now = new DroppedFile(file.getKey()).state();
      if (now.equals(Optional.of(file.getValue()))) {
        Files.deleteIfExists(file.getKey());
      }
    }
  }

  void delete() throws IOException {
    DirectoryTrees.delete(directory);
  }

  private void remember(Path file) throws IOException {
    FileState state =
        new DroppedFile(file).state().orElseThrow(() -> new NoSuchFileException(file.toString()));
    originals.put(file, state);
  }

  private void add(Path file, Hash expected) throws IOException {
    remember(file);
    MessageDigest sha256 = Sha256.newDigest();
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
}
