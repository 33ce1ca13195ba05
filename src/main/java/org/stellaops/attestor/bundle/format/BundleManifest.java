package org.stellaops.attestor.bundle.format;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The manifest of a bundle, specified in {@code docs/bundle-format.md}, section 3. An importer
 * verifies every field against its configuration, the log's signed checkpoints or the files of the
 * bundle. {@code volume}, {@code volumes} and {@code minimumIndex} cannot be verified beyond their
 * bounds; they are used for messages and in the history only.
 *
 * @param origin the log
 * @param keyName name of the key that signed the checkpoints
 * @param keyId ID of this key, eight hexadecimal digits
 * @param head the exported tree; size at least 1
 * @param base the tree that a delta builds on, smaller than {@code head}; {@link TreeHead#EMPTY} if
 *     the bundle is not a delta
 * @param content how much of the log is in the bundle
 * @param from first entry of this volume, a multiple of 256; with content checkpoints the tree size
 * @param to the entry after the last; with content checkpoints the tree size
 * @param minimumIndex first entry of the exporter's mirror, not after the start of the export; 0 if
 *     nothing was pruned, and with content checkpoints
 * @param volume number of this volume, from 1
 * @param volumes number of volumes; each has at least one entry bundle or level-0 tile
 * @param tiles number of tiles in this volume; 0 only for a log without tiles
 * @param entryBundles number of entry bundles in this volume
 * @param files the metadata files in their order; the first is {@code checkpoint}
 */
public record BundleManifest(
    Origin origin,
    String keyName,
    String keyId,
    TreeHead head,
    TreeHead base,
    BundleContent content,
    long from,
    long to,
    long minimumIndex,
    int volume,
    int volumes,
    long tiles,
    long entryBundles,
    List<MetadataFile> files) {
  /** The path of the manifest in the archive. */
  public static final String PATH = "manifest.json";

  /** The path of the signed note over the manifest. */
  public static final String NOTE_PATH = "manifest.note";

  /** The greatest number of metadata files. */
  public static final int MAX_FILES = 2_000;

  /** The greatest total size of the metadata files, which an importer keeps in memory. */
  public static final long MAX_TOTAL_FILE_BYTES = 32 << 20;

  /**
   * Checks the constraints of the format.
   *
   * @throws MalformedException if one is violated
   */
  public BundleManifest {
    files = List.copyOf(files);
    require(head.size() > 0, "tree size must not be 0");
    require(
        base.size() < head.size() && (base.size() > 0 || base.equals(TreeHead.EMPTY)),
        "base must be smaller than the tree");
    require(keyId.matches("[0-9a-f]{8}"), "key ID must have eight hexadecimal digits");
    require(minimumIndex >= 0, "minimumIndex must not be negative");
    require(
        volume >= 1 && volume <= volumes, "invalid volume number: " + volume + " of " + volumes);
    require(tiles >= 0 && entryBundles >= 0, "counts must not be negative");
    require(
        tiles > 0 || content == BundleContent.CHECKPOINTS && entryBundles == 0,
        "content must be checkpoints if there are no tiles");
    require(
        ProvedNotes.names(files, MetadataFile.CONSISTENCY_PREFIX)
            .equals(
                tiles > 0 ? List.of() : ProvedNotes.names(files, MetadataFile.CHECKPOINTS_PREFIX)),
        "consistency proofs must match the checkpoints if there are no tiles, and be absent"
            + " otherwise");
    require(
        files.size() <= MAX_FILES, "more than " + MAX_FILES + " metadata files: " + files.size());
    require(
        files.stream().mapToLong(MetadataFile::bytes).sum() <= MAX_TOTAL_FILE_BYTES,
        "metadata files of more than " + MAX_TOTAL_FILE_BYTES + " bytes in total");
    require(
        !files.isEmpty() && files.get(0).path().equals(MetadataFile.CHECKPOINT),
        "the first metadata file must be checkpoint");
    if (content == BundleContent.CHECKPOINTS) {
      require(
          from == to && from == head.size() && volumes == 1,
          "range must be empty and the volume single with content checkpoints");
      require(minimumIndex == 0, "minimumIndex must be 0 with content checkpoints");
    } else {
      require(
          from % Resource.FULL == 0 && from < to && to <= head.size(),
          "invalid range: " + from + " to " + to);
      require(to % Resource.FULL == 0 || to == head.size(), "invalid end of range: " + to);
      require(
          volume > 1 ? from > base.size() : from == entryBundleStart(base.size()),
          "range of volume " + volume + " must not start at " + from);
      require(
          (volume == volumes) == (to == head.size()),
          "only the last volume must end at the tree size");
      require(
          from - entryBundleStart(base.size()) >= (volume - 1L) * Resource.FULL
              && head.size() - to > (volumes - volume - 1L) * Resource.FULL,
          "entries " + from + " to " + (to - 1) + " cannot be volume " + volume + " of " + volumes);
      require(
          minimumIndex <= entryBundleStart(base.size()),
          "minimumIndex %s is after the start of the export at entry %s"
              .formatted(minimumIndex, entryBundleStart(base.size())));
    }
    require(
        files.stream().map(MetadataFile::path).distinct().count() == files.size(),
        "duplicate path of a metadata file");
  }

  /** The first entry of the entry bundle that contains this entry. */
  public static long entryBundleStart(long entry) {
    return entry / Resource.FULL * Resource.FULL;
  }

  /** Whether the bundle builds on another tree. */
  public boolean isDelta() {
    return base.size() > 0;
  }

  /** Whether tiles prove the checkpoints; false for a log without tiles. */
  public boolean hasProofTiles() {
    return tiles > 0;
  }

  /** Whether there are hash tiles in addition to the proof tiles. */
  public boolean hasTiles() {
    return content != BundleContent.CHECKPOINTS;
  }

  /** Whether there are entry bundles. */
  public boolean hasEntries() {
    return content == BundleContent.ENTRIES;
  }

  /** Whether a tile of the exported tree is in this volume, not counting the proof tiles. */
  public boolean containsTile(Tile tile) {
    int bits = Byte.SIZE * (tile.level() + 1);
    long first = bits < Long.SIZE - 1 ? tile.index() << bits : 0;
    long last = bits < Long.SIZE - 1 ? ((tile.index() + 1) << bits) - 1 : Long.MAX_VALUE;
    return hasTiles() && !tile.isPartial() && first < to && last >= from;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new MalformedException(message);
    }
  }
}
