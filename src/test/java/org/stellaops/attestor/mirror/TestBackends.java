package org.stellaops.attestor.mirror;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.KeyValidity;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Witnesses;

/** Backends with a key that is valid at all times, without a peer and without witnesses. */
public final class TestBackends {
  private TestBackends() {}

  /** A log with tiles. */
  public static Backend tiles(String id, LogIdentity log, String url, boolean entries) {
    return of(LogKind.TILES, id, log, List.of(URI.create(url)), entries);
  }

  /** A log of any kind. */
  public static Backend of(
      LogKind kind, String id, LogIdentity log, List<URI> urls, boolean entries) {
    return new Backend(
        id,
        log,
        urls,
        entries,
        Optional.empty(),
        kind,
        KeyValidity.ALWAYS,
        Witnesses.NONE,
        false,
        Map.of());
  }
}
