package org.stellaops.attestor.cli.verification;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.TrustDirectory;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.verification.TrustedRootSource;
import picocli.CommandLine.Option;

/** {@code --trusted-root} and {@code --staging}: the trusted root to verify with. */
final class TrustedRootOption {
  @Option(
      names = "--trusted-root",
      paramLabel = "FILE",
      description =
          "The trusted_root.json of Sigstore. Default: attestor.verify.trustedRootPath, else the "
              + "result of trust import, else the built-in trusted root of Sigstore of 2026-08-21.")
  private @Nullable Path file;

  @Option(
      names = "--staging",
      description = "Use the built-in trusted root of Sigstore's staging instance. For tests only.")
  private boolean staging;

  /** Loads the named file, else the trusted root of the settings, else the built-in one. */
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
