package org.stellaops.attestor.cli.verification;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.verification.InputFiles;
import picocli.CommandLine.Option;

/** {@code --entry FILE} or {@code --leaf-hash HASH}. */
final class LeafOptions {
  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "A file with the bytes of the entry, as in canonicalizedBody of a bundle.")
  private @Nullable Path entry;

  @Option(
      names = "--leaf-hash",
      paramLabel = "HASH",
      description = "The RFC 6962 leaf hash of the entry, as 64 hexadecimal digits or base64.")
  private @Nullable String leafHash;

  boolean isGiven() {
    return entry != null || leafHash != null;
  }

  /** Returns the leaf hash of the entry; empty if neither option is given. */
  Optional<Hash> hash() {
    Path file = entry;
    String text = leafHash;
    if (file != null && text != null) {
      throw usageError("--entry cannot be used with --leaf-hash");
    }
    if (file != null) {
      return Optional.of(Rfc6962.leaf(InputFiles.readAll(file)));
    }
    return Optional.ofNullable(text).map(LeafOptions::parseHash);
  }

  private static Hash parseHash(String text) {
    try {
      return text.matches("[0-9a-fA-F]{64}")
          ? Hash.fromHex(text.toLowerCase(java.util.Locale.ROOT))
          : Hash.fromBase64(text);
    } catch (MalformedException e) {
      throw usageError("--leaf-hash is neither 64 hexadecimal digits nor base64 of 32 bytes");
    }
  }

  private static AttestorException usageError(String message) {
    return new UsageException(message, "a leaf hash is the SHA-256 of a zero byte and the entry");
  }
}
