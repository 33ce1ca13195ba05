package org.stellaops.attestor.mirror.lookup;

import java.nio.file.Path;
import java.util.List;
import org.stellaops.attestor.filetree.FileMirrorTree;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.TestBackends;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHashes;

/** A log, and the mirror of what it was at some size, as files and nothing else. */
final class MirroredLog {
  final FakeLog log;
  final MirrorTree tree;
  final Backend backend;
  private final Path directory;

  MirroredLog(FakeLog log, Path base) {
    this.log = log;
    this.tree = new FileMirrorTree(base);
    this.directory = base.resolve(log.identity().origin().directory());
    this.backend = TestBackends.tiles("one", log.identity(), "http://one.example/", true);
  }

  /** Writes the log as it is now; whoever verifies finds it as a sync would have left it. */
  MirroredLog mirror() {
    log.write(directory);
    return this;
  }

  Path directory() {
    return directory;
  }

  BackendCatalog catalog() {
    return new BackendCatalog(List.of(backend));
  }

  /** What an attestation shows that got its entry and its proof from a log of this key. */
  static InclusionClaim claim(FakeLog from, long index, long size) {
    TileSource tiles = tile -> TileHashes.read(tile, from.tile(tile));
    byte[] note = from.checkpoint(size);
    return new InclusionClaim(
        from.identity().open(note, List.of()),
        InclusionProof.build(index, size, tiles),
        new TreeHashes(tiles).leaf(index),
        "app.sigstore.json");
  }
}
