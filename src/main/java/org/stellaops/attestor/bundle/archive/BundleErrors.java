package org.stellaops.attestor.bundle.archive;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Exceptions for bundles that are invalid or cannot be read. */
public final class BundleErrors {
  private static final String HINT =
      "nothing was changed; copy the bundle again from the exporter and compare its SHA-256";

  private BundleErrors() {}

  /** A {@code bad_bundle}: the bundle is damaged or manipulated. */
  public static AttestorException rejected(String reason) {
    return rejected(reason, null);
  }

  /** The same with its technical cause. */
  public static AttestorException rejected(String reason, @Nullable Exception cause) {
    return new AttestorException(Failure.BAD_BUNDLE, "bundle rejected: " + reason, HINT, cause);
  }

  /** The file does not exist ({@code configuration}) or cannot be read ({@code disk}). */
  public static AttestorException unreadable(Path file, IOException cause) {
    boolean missing = cause instanceof NoSuchFileException;
    return new AttestorException(
        missing ? Failure.CONFIGURATION : Failure.DISK,
        missing ? "no such file: " + file : "cannot read " + file + ": " + cause,
        missing ? "use a file that was written by 'stella attestor export'" : "check the medium",
        cause);
  }
}
