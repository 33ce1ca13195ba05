package org.stellaops.attestor.verification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.sigstore.Artifact;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.trust.TrustedRoot;

/**
 * A trusted root with where it came from.
 *
 * @param root whom to trust
 * @param location the file, or {@code built in: sigstore-production}
 * @param sha256 of its bytes
 * @param asOf how old it is at least: the file's last change, or the day of the built-in copy
 */
public record TrustedRootSource(TrustedRoot root, String location, Hash sha256, Instant asOf) {
  /** Sigstore's own trusted root, as the program carries it. */
  public static final String PRODUCTION = "sigstore-production";

  /** That of its staging instance. */
  public static final String STAGING = "sigstore-staging";

  /** The day of the copies that come with the program. */
  private static final Instant BUILT_IN_DATE = Instant.parse("2026-08-21T00:00:00Z");

  /** A copy that comes with the program. */
  public static TrustedRootSource builtIn(String name) {
    try (InputStream in = TrustedRoot.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new AttestorException(Failure.INTERNAL, "the program has no " + name);
      }
      return of(in.readAllBytes(), "built in: " + name, BUILT_IN_DATE);
    } catch (IOException e) {
      throw new AttestorException(Failure.DISK, "cannot read the program's " + name, "", e);
    }
  }

  /** {@code trusted_root.json} of somebody's own. */
  public static TrustedRootSource ofFile(Path file) {
    try {
      Instant lastModified = Files.getLastModifiedTime(file).toInstant();
      return of(InputFiles.readAll(file), file.toString(), lastModified);
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION, "cannot read " + file, "see that the file is there", e);
    }
  }

  private static TrustedRootSource of(byte[] content, String location, Instant asOf) {
    return new TrustedRootSource(
        TrustedRoot.parse(content, location), location, Artifact.ofBytes(content).sha256(), asOf);
  }
}
