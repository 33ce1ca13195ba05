package org.stellaops.attestor.mirror.audit;

import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Looks for the files of a mirror by name and length, without reading most of them. For one thread
 * and one check.
 */
public final class PresenceCheck {
  /** Full entry bundles that a sample looks for: 131,072 entries. */
  static final int SAMPLE = 512;

  /** Entry bundles that a sample reads and compares with their tiles. */
  static final int SAMPLE_READ = 8;

  private final MirrorTree tree;
  private final Backend backend;
  private final LogState state;
  private final TreeShape covered;
  private long lookups;
  private long missing;
  private long damaged;
  private long from = Long.MAX_VALUE;
  private long to;
  private String first = "";

  public PresenceCheck(MirrorTree tree, Backend backend, LogState state) {
    this.tree = tree;
    this.backend = backend;
    this.state = state;
    this.covered = new TreeShape(state.covered());
  }

  /**
   * Looks for every file, and reads a few.
   *
   * @param cursor which to read; a number that grows reads all in turn
   */
  public PresenceCheck whole(long cursor) {
    rightEdge();
    for (int level = covered.levels() - 1; level >= 0; level--) {
      for (long i = state.minimum().withheld(level); i < covered.fullTiles(level); i++) {
        lookFor(Tile.full(level, i));
      }
    }
    for (long i = state.minimum().withheld(0); i < covered.fullTiles(0); i++) {
      lookForEntries(i);
    }
    readSome(cursor);
    return this;
  }

  /**
   * Looks for the right edge, and for some bundles with the tiles above them; reads a few. The
   * number of lookups has a limit that does not depend on the size of the log.
   *
   * @param cursor where to begin; a number that grows covers all files in turn
   */
  public PresenceCheck sample(long cursor) {
    rightEdge();
    long begin = state.minimum().withheld(0);
    long count = covered.fullTiles(0) - begin;
    for (long k = 0; k < Math.min(count, SAMPLE); k++) {
      long index = begin + Math.floorMod(cursor * SAMPLE + k, count);
      lookFor(Tile.full(0, index));
      lookForEntries(index);
      if (k == 0 || index % Resource.FULL == 0) {
        ancestors(index);
      }
    }
    readSome(cursor);
    return this;
  }

  private void readSome(long cursor) {
    long begin = state.minimum().withheld(0);
    long count = covered.fullTiles(0) - begin;
    for (long k = 0; k < Math.min(count, SAMPLE_READ); k++) {
      read(EntryBundle.full(begin + Math.floorMod(cursor * SAMPLE_READ + k, count)));
    }
    new TreeShape(state.mirrored().size())
        .partials()
        .filter(EntryBundle.class::isInstance)
        .forEach(partial -> read((EntryBundle) partial));
  }

  /** Reads the bundles of a range until one does not match its tile. */
  PresenceCheck content(long fromEntry, long toEntry) {
    long end = Math.min(toEntry, covered.size());
    for (long i = fromEntry / Resource.FULL; i * Resource.FULL < end && damaged == 0; i++) {
      int width = covered.width(0, i);
      if (width > 0) {
        read(new EntryBundle(i, width));
      }
    }
    return this;
  }

  private void ancestors(long bundle) {
    long index = bundle;
    for (int level = 1; level < covered.levels(); level++) {
      index /= Resource.FULL;
      if (index < covered.fullTiles(level)) {
        lookFor(Tile.full(level, index));
      }
    }
  }

  /** The partial files of the mirrored tree; a wider one may have replaced them. */
  private void rightEdge() {
    new TreeShape(state.mirrored().size())
        .partials()
        .filter(file -> file instanceof Tile || backend.mirrorEntries())
        .forEach(this::lookFor);
  }

  private void lookForEntries(long index) {
    if (backend.mirrorEntries()) {
      lookFor(EntryBundle.full(index));
    }
  }

  private void lookFor(Resource resource) {
    lookups++;
    if (!tree.has(backend.origin(), resource)) {
      missing++;
      add(resource);
    }
  }

  private void read(EntryBundle bundle) {
    if (!backend.mirrorEntries() || !tree.has(backend.origin(), bundle)) {
      return; // found missing already
    }
    lookups++;
    try {
      Optional<TileHashes> tile = tree.tile(backend.origin(), bundle.leaves());
      Optional<byte[]> entries = tree.entries(backend.origin(), bundle);
      if (tile.isPresent()
          && entries.isPresent()
          && Entries.leafHashes(bundle, ByteSlice.of(entries.get()))
              .root()
              .equals(tile.get().root())) {
        return;
      }
    } catch (MalformedException e) {
      // truncated
    }
    damaged++;
    add(bundle);
  }

  private void add(Resource resource) {
    first = first.isEmpty() ? resource.path() : first;
    long last = Math.max(0, (covered.size() - 1) / Resource.FULL) * Resource.FULL;
    long span = 1L << 8 * (resource.level() + 1);
    long begin = resource.isPartial() ? last : resource.index() * span;
    from = Math.min(from, Math.max(begin, state.minimumIndex()));
    to = Math.max(to, resource.isPartial() ? covered.size() : begin + span);
  }

  /** How many files were looked for or read. */
  public long lookups() {
    return lookups;
  }

  /** How many files are missing, have the wrong length or the wrong content. */
  public long lost() {
    return missing + damaged;
  }

  /** What is wrong; empty if nothing was found. */
  public Optional<Damage> damage(Instant now) {
    if (lost() == 0) {
      return Optional.empty();
    }
    String problem =
        "%,d %s %s, %s %s; it needs the entries %,d to %,d"
            .formatted(
                lost(),
                lost() == 1 ? "file is" : "files are",
                missing > 0 ? "missing" : "damaged",
                lost() == 1 ? "namely" : "the first is",
                first,
                from,
                to - 1);
    return Optional.of(
        new Damage(
            missing > 0 ? Damage.Kind.MISSING_FILES : Damage.Kind.DAMAGED_FILES,
            problem,
            from,
            to,
            now));
  }
}
