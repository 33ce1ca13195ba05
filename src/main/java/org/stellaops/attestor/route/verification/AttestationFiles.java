package org.stellaops.attestor.route.verification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.SidecarFiles;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.verification.InputFiles;

/**
 * An attestation in the inbox: the bundle {@code NAME.sigstore.json} with the artifact {@code NAME}
 * or its digest {@code NAME.sha256}.
 *
 * @param bundle the file of the bundle
 */
public record AttestationFiles(Path bundle) {
  private static final String SUFFIX = ".sigstore.json";
  private static final int MAX_DIGEST_FILE_BYTES = 4096;

  /** The name of the artifact, as in the name of the verdict file. */
  String name() {
    String file = bundle.getFileName().toString();
    return file.substring(0, file.length() - SUFFIX.length());
  }

  /** The artifact of the bundle: from its file, or from its digest. */
  Artifact artifact() {
    return Files.exists(digestFile()) && !hasArtifact()
        ? Artifact.ofSha256(digest())
        : InputFiles.hashArtifact(artifactFile());
  }

  boolean hasArtifact() {
    return Files.exists(artifactFile());
  }

  /** The digest in the format of {@code sha256sum}, or the digest alone. */
  private Hash digest() {
    String text =
        new String(
            InputFiles.readAtMost(digestFile(), MAX_DIGEST_FILE_BYTES), StandardCharsets.UTF_8);
    String first = text.strip().split("\\s+", 2)[0].replaceFirst("^sha256:", "");
    if (!first.matches("[0-9a-f]{64}")) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          digestFile() + " does not begin with a SHA-256",
          "create it with sha256sum");
    }
    return Hash.fromHex(first);
  }

  /**
   * When the newest of the files was last changed; empty if the bundle is gone.
   *
   * @throws IOException if a time cannot be read
   */
  Optional<Instant> lastChanged() throws IOException {
    if (!Files.exists(bundle)) {
      return Optional.empty();
    }
    Instant newest = Instant.MIN;
    for (Path file : present()) {
      try {
        Instant time = Files.getLastModifiedTime(file).toInstant();
        newest = time.isAfter(newest) ? time : newest;
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
    return Optional.of(newest);
  }

  /** Moves all files into a folder, under an unused name. */
  void moveTo(Path target) {
    String stem = unusedStem(target);
    for (Path file : present()) {
      SidecarFiles.move(file, target.resolve(stem + suffix(file)));
    }
  }

  /**
   * Moves the verified copies into a folder, under an unused name, and removes the originals.
   *
   * @throws IOException if a file cannot be moved or removed
   */
  void moveCopiesTo(Path target, VerifiedCopy copy) throws IOException {
    Files.createDirectories(target);
    String stem = unusedStem(target);
    for (Path file : List.of(artifactFile(), digestFile(), bundle)) {
      if (Files.exists(copy.resolve(file))) {
        Files.move(copy.resolve(file), target.resolve(stem + suffix(file)));
      }
    }
    DurableFiles.fsync(target);
    copy.deleteOriginals();
  }

  private String unusedStem(Path target) {
    String stem = name();
    for (int number = 2; Files.exists(target.resolve(stem + SUFFIX)); number++) {
      stem = name() + "." + number;
    }
    return stem;
  }

  private String suffix(Path file) {
    return file.getFileName().toString().substring(name().length());
  }

  /** The existing files, the bundle last: until it is moved, an interrupted move is repeated. */
  private List<Path> present() {
    return Stream.of(artifactFile(), digestFile(), bundle).filter(Files::exists).toList();
  }

  Path artifactFile() {
    return bundle.resolveSibling(name());
  }

  Path digestFile() {
    return bundle.resolveSibling(name() + ".sha256");
  }
}
