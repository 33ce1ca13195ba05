package org.stellaops.attestor.route.verification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.stellaops.attestor.drop.DropFolder;
import org.stellaops.attestor.drop.DropName;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.drop.FileState;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.sigstore.SigstoreVerifier;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.verification.InputFiles;

/**
 * An attestation in the inbox: the bundle {@code NAME.sigstore.json} with the artifact {@code NAME}
 * or its digest {@code NAME.sha256}.
 *
 * @param bundle the file of the bundle
 */
public record AttestationFiles(Path bundle) {
  private static final int MAX_DIGEST_FILE_BYTES = 4096;

  /** The name of the artifact, as in the name of the verdict file. */
  String name() {
    String file = bundle.getFileName().toString();
    return file.substring(0, file.length() - InputFiles.BUNDLE_SUFFIX.length());
  }

  /** The name that verdict and refused files have: the same, or a similar one without hazards. */
  String safeName() {
    return DropName.plain(Path.of(name())).toString();
  }

  /**
   * The content of the bundle; of one that is too large, one byte more than allowed.
   *
   * @throws AttestorException with {@code bad_attestation} if the name is rejected
   */
  byte[] content() {
    DropName.problem(Path.of(name()))
        .ifPresent(problem -> {
          throw new AttestorException(
              Failure.BAD_ATTESTATION, "not verified: " + problem, "rename it and copy it again");
        });
    return InputFiles.readAtMost(
        bundle, AttestationFiles::open, SigstoreVerifier.MAX_BUNDLE_BYTES + 1);
  }

  /** The artifact of the bundle: from its file, or from its digest. */
  Artifact artifact() {
    return exists(digestFile()) && !hasArtifact()
        ? Artifact.ofSha256(digest())
        : InputFiles.hashArtifact(artifactFile(), AttestationFiles::open);
  }

  boolean hasArtifact() {
    return exists(artifactFile());
  }

  private static InputStream open(Path file) throws IOException {
    return new DroppedFile(file).open();
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The digest in the format of {@code sha256sum}, or the digest alone. */
  private Hash digest() {
    String text =
        new String(
            InputFiles.readAtMost(digestFile(), AttestationFiles::open, MAX_DIGEST_FILE_BYTES),
            StandardCharsets.UTF_8);
    String first = text.strip().split("\\s+", 2)[0].replaceFirst("^sha256:", "");
    if (!first.matches("[0-9a-f]{64}")) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          digestFile() + " does not begin with a SHA-256",
          "create it with sha256sum");
    }
    return Hash.fromHex(first);
  }

  /** The bundle, the artifact and the digest, which need not exist. */
  Path[] all() {
    return new Path[] {artifactFile(), digestFile(), bundle};
  }

  /**
   * Moves all regular files into a folder of a directory, under an unused name; the bundle last,
   * since an interrupted move is repeated until it is moved.
   */
  void moveTo(Path directory, String folderName) throws IOException {
    try (DropFolder folder = DropFolder.open(directory, folderName)) {
      String stem = unusedStem(directory.resolve(folderName), all());
      for (Path file : all()) {
        if (new DroppedFile(file).state().filter(FileState::isRegular).isPresent()) {
          folder.move(
              Objects.requireNonNull(file.getParent()),
              file.getFileName(),
              Path.of(stem + suffix(file)));
        }
      }
    }
  }

  /**
   * Moves the verified copies into a folder, under an unused name.
   *
   * @throws IOException if a file cannot be moved
   */
  void moveCopiesTo(Path target, VerifiedCopy copy) throws IOException {
    Files.createDirectories(target);
    Path[] copies = Arrays.stream(all()).map(copy::resolve).toArray(Path[]::new);
    String stem = unusedStem(target, copies);
    for (Path file : copies) {
      if (exists(file)) {
        Files.move(file, target.resolve(stem + suffix(file)));
      }
    }
    DurableFiles.fsync(target);
  }

  /**
   * A name under which none of the files is in the folder. An interrupted move may have left the
   * artifact there, and the artifact of another attestation may be named like a bundle.
   */
  private String unusedStem(Path target, Path... files) {
    String stem = safeName();
    for (int number = 2; isUsed(target.resolve(stem).toString(), files); number++) {
      stem = safeName() + "." + number;
    }
    return stem;
  }

  private boolean isUsed(String stem, Path... files) {
    return Arrays.stream(files)
        .anyMatch(file -> exists(file) && exists(Path.of(stem + suffix(file))));
  }

  private String suffix(Path file) {
    return file.getFileName().toString().substring(name().length());
  }

  Path artifactFile() {
    return bundle.resolveSibling(name());
  }

  Path digestFile() {
    return bundle.resolveSibling(name() + ".sha256");
  }
}
