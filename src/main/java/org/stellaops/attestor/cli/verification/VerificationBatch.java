package org.stellaops.attestor.cli.verification;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.verification.InputFiles;
import org.stellaops.attestor.verification.Outcome;
import org.stellaops.attestor.verification.Verification;

/** Verifies all bundles of a directory in parallel. */
record VerificationBatch(Verification verification) {

  /**
   * Returns the results in the order of the file names. A bundle that cannot be read does not stop
   * the others.
   *
   * @param artifact the artifact of all bundles; null for NAME next to NAME.sigstore.json
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
        bundle.resolveSibling(
            name.substring(0, name.length() - InputFiles.BUNDLE_SUFFIX.length())));
  }

  private static List<Path> bundles(Path folder) {
    List<Path> bundles = InputFiles.list(folder, InputFiles.BUNDLE_SUFFIX);
    if (bundles.isEmpty()) {
      throw new UsageException(
          "no bundle in " + folder, "name the bundles NAME" + InputFiles.BUNDLE_SUFFIX);
    }
    return bundles;
  }
}
