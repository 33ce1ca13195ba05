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
 * A trusted root and its source.
 *
 * @param root the trusted root
 * @param location the file, or {@code built in: sigstore-production}
 * @param sha256 SHA-256 digest of the file
 * @param asOf modification time of the file, or the date of the built-in copy
 */
public record TrustedRootSource(TrustedRoot root, String location, Hash sha256, Instant asOf) {
  private static final String BUILT_IN = "built in: ";

  /** Name of the built-in trusted root of Sigstore's public instance. */
  public static final String PRODUCTION = "sigstore-production";

  /** Name of the built-in trusted root of Sigstore's staging instance. */
  public static final String STAGING = "sigstore-staging";

  /** The date of the built-in copies. */
  private static final Instant BUILT_IN_DATE = Instant.parse("2026-08-21T00:00:00Z");

  /** A built-in trusted root. */
  public static TrustedRootSource builtIn(String name) {
    try (InputStream in = TrustedRoot.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new AttestorException(Failure.INTERNAL, "missing built-in trusted root " + name);
      }
      return of(in.readAllBytes(), BUILT_IN + name, BUILT_IN_DATE);
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK, "cannot read the built-in trusted root " + name, "", e);
    }
  }

  /** A trusted root from a file. */
  public static TrustedRootSource ofFile(Path file) {
    try {
      Instant lastModified = Files.getLastModifiedTime(file).toInstant();
      return of(InputFiles.readAll(file), file.toString(), lastModified);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private static TrustedRootSource of(byte[] content, String location, Instant asOf) {
    return new TrustedRootSource(
        TrustedRoot.parse(content, location), location, Artifact.ofBytes(content).sha256(), asOf);
  }

  /** Whether it is part of this program. */
  public boolean isBuiltIn() {
    return location.startsWith(BUILT_IN);
  }
}
