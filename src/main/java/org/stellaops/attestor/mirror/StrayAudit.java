package org.stellaops.attestor.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeShape;

/** Finds files of a log's directory that do not belong there. */
final class StrayAudit {
  /** Writes take far less, so what is older was left behind. */
  static final Duration UNFINISHED = Duration.ofMinutes(10);

  private static final Pattern TEMPORARY = Pattern.compile("\\.tmp-.+|\\..+\\.[0-9a-f-]{36}\\.tmp");

  private StrayAudit() {}

  /**
   * All strays.
   *
   * @param before temporary files that were last written before this are left over
   */
  static List<Stray> find(MirrorTree tree, LogState state, Instant before) {
    List<Stray> strays = new ArrayList<>();
    tree.list(
        state.origin(),
        file -> {
          String path = file.path();
          boolean unfinished = isTemporary(path) && file.modified().isAfter(before);
          if (!unfinished) {
            reason(path, state).map(reason -> new Stray(path, reason)).ifPresent(strays::add);
          }
        });
    return strays;
  }

  /** Why a file does not belong; empty if it does. */
  static Optional<Stray.Reason> reason(String path, LogState state) {
    if (path.equals("checkpoint")) {
      return Optional.empty();
    }
    if (isTemporary(path)) {
      return Optional.of(Stray.Reason.TEMPORARY);
    }
    try {
      return reason(Resource.parse(path), state);
    } catch (MalformedException e) {
      return Optional.of(Stray.Reason.UNKNOWN);
    }
  }

  private static Optional<Stray.Reason> reason(Resource resource, LogState state) {
    if (!new TreeShape(state.pending().size()).covers(resource)) {
      return Optional.of(Stray.Reason.BEYOND_LOG);
    }
    if (state.minimum().withholds(resource)) {
      return Optional.of(Stray.Reason.PRUNED);
    }
    int level = resource instanceof Tile tile ? tile.level() : 0;
    int mirrored = new TreeShape(state.mirrored().size()).width(level, resource.index());
    return resource.width() < mirrored ? Optional.of(Stray.Reason.SUPERSEDED) : Optional.empty();
  }

  private static boolean isTemporary(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.startsWith(".", name) && TEMPORARY.matcher(path.substring(name)).matches();
  }
}
