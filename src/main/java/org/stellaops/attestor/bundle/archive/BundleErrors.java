package org.stellaops.attestor.bundle.archive;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The ways of saying that a bundle is not as it must be. */
public final class BundleErrors {
  private static final String HINT =
      "nothing was changed; copy the bundle again from where it was made, and compare its SHA-256";

  private BundleErrors() {}

  /** The bundle is refused; it may be damaged, or somebody has made it to deceive. */
  public static AttestorException rejected(String reason) {
    return rejected(reason, null);
  }

  public static AttestorException rejected(String reason, @Nullable Exception cause) {
    return new AttestorException(
        Failure.BAD_BUNDLE, "the bundle is refused: " + reason, HINT, cause);
  }

  /** The file cannot be read. */
  public static AttestorException unreadable(Path file, IOException cause) {
    boolean missing = cause instanceof NoSuchFileException;
    return new AttestorException(
        missing ? Failure.CONFIGURATION : Failure.DISK,
        missing ? "there is no file " + file : "cannot read " + file + ": " + cause,
        missing ? "name a file that 'stella attestor export' has written" : "look at the medium",
        cause);
  }
}
