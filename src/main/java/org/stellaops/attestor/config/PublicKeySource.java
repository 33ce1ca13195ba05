package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.Optional;
import org.stellaops.attestor.config.schema.BackendKeys;

/** Where a log's public key comes from. It is read and checked by whoever opens checkpoints. */
public sealed interface PublicKeySource {
  /** The key is in a file: PEM, DER or a vkey. The path is absolute. */
  record InFile(Path path) implements PublicKeySource {}

  /** The key is in the configuration: PEM or a vkey. */
  record Inline(String text) implements PublicKeySource {
    /** Refuses what has the outer form of neither. */
    public Inline {
      BackendKeys.PUBLIC_KEY.require(Optional.of(text));
    }
  }
}
