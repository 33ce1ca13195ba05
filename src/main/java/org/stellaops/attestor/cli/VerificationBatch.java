package org.stellaops.attestor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.attestation.Artifact;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.verdict.Answer;
import org.stellaops.attestor.verdict.InputFiles;
import org.stellaops.attestor.verdict.Verification;

/** All bundles of a folder, on all cores. */
record VerificationBatch(Verification verification) {
  private static final String ENDING = ".sigstore.json";

  /**
   * The answers in the order of the file names; one bundle that cannot be read stops no other.
   *
   * @param artifact what all bundles are about; without it, NAME beside NAME.sigstore.json
   */
  List<Answer> of(Path folder, @Nullable String artifact) {
    Optional<Artifact> common = Optional.ofNullable(artifact).map(ArtifactArgument::read);
    return bundles(folder).parallelStream()
        .map(bundle -> verification.of(bundle, () -> common.orElseGet(() -> beside(bundle))))
        .toList();
  }

  private static Artifact beside(Path bundle) {
    String name = bundle.getFileName().toString();
    return InputFiles.artifact(
        bundle.resolveSibling(name.substring(0, name.length() - ENDING.length())));
  }

  private static List<Path> bundles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> bundles =
          files.filter(each -> each.getFileName().toString().endsWith(ENDING)).sorted().toList();
      if (bundles.isEmpty()) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            "there is no bundle in " + folder,
            "bundles are named NAME" + ENDING);
      }
      return bundles;
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION, "cannot read " + folder, "see that the folder is there", e);
    }
  }
}
