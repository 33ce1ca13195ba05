package org.stellaops.attestor.mirror.lookup;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The mirror of one log, read from its files alone: the published checkpoint, verified with the
 * log's key, and the tiles under it. It needs no database, so it also works with a copy of the
 * files. Everything that is read is hashed up to the signed root, because files may be damaged or
 * changed.
 *
 * @param backend the log
 * @param tree the files
 * @param checkpoint the published checkpoint
 * @param mirrored the published head and when it was confirmed
 */
public record LocalMirror(
    Backend backend, MirrorTree tree, SignedCheckpoint checkpoint, MirroredHead mirrored)
    implements TileSource {
  /**
   * Opens the mirror of a log; empty if there is none yet.
   *
   * @throws AttestorException if the published checkpoint is not a valid one of this log
   */
  public static Optional<LocalMirror> open(MirrorTree tree, Backend backend) {
    return tree.publishedFile(backend.origin())
        .map(file -> {
          SignedCheckpoint checkpoint = backend.log().open(file.raw(), List.of());
          return new LocalMirror(
              backend, tree, checkpoint, new MirroredHead(checkpoint.head(), file.modifiedAt()));
        });
  }

  /** Size and root of the mirrored tree. */
  public TreeHead head() {
    return checkpoint.head();
  }

  /**
   * The leaf hash at this index, verified up to the signed root.
   *
   * @param index below the mirrored size
   * @throws AttestorException with {@code bad_tile} if tiles are damaged, with {@code incomplete}
   *     if they are missing
   */
  public Hash leafHash(long index) {
    Hash leaf = new TreeHashes(this).leaf(index);
    inclusionProof(index, leaf);
    return leaf;
  }

  /**
   * The inclusion proof of this leaf at this index of the mirrored tree.
   *
   * @throws AttestorException with {@code bad_tile} if the tiles do not hash to the root, with
   *     {@code incomplete} if some are missing
   */
  public InclusionProof inclusionProof(long index, Hash leaf) {
    InclusionProof proof = InclusionProof.build(index, head().size(), this);
    if (!proof.rootFor(leaf).equals(head().root())) {
      throw damaged("the tiles above entry " + index + " do not hash to the signed root");
    }
    return proof;
  }

  /**
   * The entry at this index, verified up to the signed root; empty if entries are not mirrored or
   * this one was pruned.
   */
  public Optional<byte[]> entry(long index) {
    EntryBundle bundle = bundleOf(index);
    try {
      Optional<byte[]> bytes = tree.read(backend.origin(), bundle);
      if (bytes.isEmpty()) {
        bytes = tree.read(backend.origin(), bundle.full());
      }
      Optional<byte[]> entry = bytes.map(content -> entryOf(bundle, content, index));
      entry.ifPresent(found -> inclusionProof(index, Rfc6962.leaf(found)));
      return entry;
    } catch (MalformedException e) {
      throw damaged(bundle + " is damaged");
    }
  }

  private static byte[] entryOf(EntryBundle bundle, byte[] bytes, long index) {
    return Entries.read(bundle, bytes).get((int) (index % Resource.FULL));
  }

  private EntryBundle bundleOf(long index) {
    long bundleIndex = index / Resource.FULL;
    return new EntryBundle(bundleIndex, new TreeShape(head().size()).width(0, bundleIndex));
  }

  /** The hashes of a tile from its file, with its width in the mirrored tree; not verified. */
  @Override
  public TileHashes read(Tile tile) {
    Tile whole = new TreeShape(head().size()).wholeTile(tile);
    try {
      return tree.tile(backend.origin(), whole).orElseThrow(() -> missing(whole));
    } catch (MalformedException e) {
      throw damaged(whole + " is damaged");
    }
  }

  /** A missing tile was pruned or lost; the files that remain are not wrong. */
  private AttestorException missing(Tile tile) {
    return new AttestorException(
        Failure.INCOMPLETE,
        "the mirror of backend '" + backend.id() + "' does not have " + tile,
        ("if it was pruned, older entries cannot be looked up; if not, run: stella attestor "
                + "tiles verify --backend %s --repair")
            .formatted(backend.id()));
  }

  AttestorException damaged(String problem) {
    return new AttestorException(
        Failure.BAD_TILE,
        "the mirror of backend '" + backend.id() + "' cannot be used: " + problem,
        "run: stella attestor tiles verify --backend " + backend.id());
  }
}
