package org.stellaops.attestor.mirror.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.mirror.MirrorLayout;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeShape;

/** Finds files in a log's directory that do not belong to the mirror. */
public final class UnexpectedFileScan {
  /** Writes take far less time than this, so older temporary files were left behind. */
  static final Duration STALE_AFTER = Duration.ofMinutes(10);

  private UnexpectedFileScan() {}

  /** All unexpected files; temporary ones only if they were last written before this time. */
  static List<UnexpectedFile> find(MirrorTree tree, LogState state, Instant before) {
    List<UnexpectedFile> unexpectedFiles = new ArrayList<>();
    tree.list(
        state.origin(),
        file -> {
          String path = file.path();
          boolean inProgress = MirrorLayout.isTemporary(path) && file.modifiedAt().isAfter(before);
          if (!inProgress) {
            reasonFor(path, state)
                .map(reason -> new UnexpectedFile(path, reason))
                .ifPresent(unexpectedFiles::add);
          }
        });
    return unexpectedFiles;
  }

  /** Why a file is unexpected; empty if it belongs to the mirror. */
  public static Optional<UnexpectedFile.Reason> reasonFor(String path, LogState state) {
    if (MirrorLayout.isNamedFile(path)) {
      return Optional.empty();
    }
    if (MirrorLayout.isTemporary(path)) {
      return Optional.of(UnexpectedFile.Reason.TEMPORARY);
    }
    try {
      return reasonFor(Resource.parse(path), state);
    } catch (MalformedException e) {
      return Optional.of(UnexpectedFile.Reason.UNKNOWN);
    }
  }

  private static Optional<UnexpectedFile.Reason> reasonFor(Resource resource, LogState state) {
    if (!new TreeShape(state.pending().size()).covers(resource)) {
      return Optional.of(UnexpectedFile.Reason.BEYOND_LOG);
    }
    if (state.minimum().withholds(resource)) {
      return Optional.of(UnexpectedFile.Reason.PRUNED);
    }
    return resource.width() < new TreeShape(state.mirrored().size()).width(resource)
        ? Optional.of(UnexpectedFile.Reason.SUPERSEDED)
        : Optional.empty();
  }
}
