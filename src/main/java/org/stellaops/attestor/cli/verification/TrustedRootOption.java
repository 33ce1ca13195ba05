package org.stellaops.attestor.cli.verification;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.TrustDirectory;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.verification.TrustedRootSource;
import picocli.CommandLine.Option;

/** {@code --trusted-root}, {@code --staging}: whom to trust. */
final class TrustedRootOption {
  @Option(
      names = "--trusted-root",
      paramLabel = "FILE",
      description = {
        "Whom to trust, as Sigstore's trusted_root.json. Without it:"
            + " attestor.verify.trustedRootPath,",
        "else what trust import has stored, else Sigstore's own of 2026-08-21, which comes with"
            + " the",
        "program."
      })
  private @Nullable Path file;

  @Option(names = "--staging", description = "Trust Sigstore's staging instance; for tests.")
  private boolean staging;

  /** The named one, else that of the settings, else that of the program. */
  TrustedRootSource load(Optional<Settings> settings) {
    Path explicitFile = file;
    if (explicitFile != null) {
      return TrustedRootSource.ofFile(explicitFile);
    }
    return staging
        ? TrustedRootSource.builtIn(TrustedRootSource.STAGING)
        : settings
            .map(loaded -> new TrustDirectory(loaded).current())
            .orElseGet(() -> TrustedRootSource.builtIn(TrustedRootSource.PRODUCTION));
  }
}
