package org.stellaops.attestor.cli.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.verification.InputFiles;
import org.stellaops.attestor.verification.Outcome;
import org.stellaops.attestor.verification.Verification;

/** Verifies all bundles of a directory in parallel. */
record VerificationBatch(Verification verification) {
  private static final String BUNDLE_SUFFIX = ".sigstore.json";

  /**
   * Returns the results in the order of the file names. A bundle that cannot be read does not stop
   * the others.
   *
   * @param artifact the artifact of all bundles; null for NAME beside NAME.sigstore.json
   */
  List<Outcome> verifyAll(Path folder, @Nullable String artifact) {
    Optional<Artifact> common = Optional.ofNullable(artifact).map(ArtifactArgument::read);
    return bundles(folder).parallelStream()
        .map(
            bundle -> verification.verify(bundle, () -> common.orElseGet(() -> artifactOf(bundle))))
        .toList();
  }

  private static Artifact artifactOf(Path bundle) {
    String name = bundle.getFileName().toString();
    return InputFiles.hashArtifact(
        bundle.resolveSibling(name.substring(0, name.length() - BUNDLE_SUFFIX.length())));
  }

  private static List<Path> bundles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> bundles =
          files
              .filter(each -> each.getFileName().toString().endsWith(BUNDLE_SUFFIX))
              .sorted()
              .toList();
      if (bundles.isEmpty()) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            "no bundle in " + folder,
            "name the bundles NAME" + BUNDLE_SUFFIX);
      }
      return bundles;
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION, "cannot read " + folder, "check that the directory exists", e);
    }
  }
}
