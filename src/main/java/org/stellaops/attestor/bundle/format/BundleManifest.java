package org.stellaops.attestor.bundle.format;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What a bundle says of itself. All of it are claims: an importer compares each with its own
 * configuration, with the log's signed notes, or with what it has counted.
 *
 * <p>Two of them are the exporter's word, of which only the bounds can be told: how many volumes
 * there are elsewhere and which of them this is, and up to where the mirror of a delta's exporter
 * was pruned. Nothing is concluded from them but what to say: which volume is missing, and what the
 * history shows. What a volume has is told from its range, and that is compared with its tree.
 *
 * @param origin the log
 * @param keyName name of the key that has signed the notes
 * @param keyId its key ID, eight hexadecimal digits
 * @param head the exported tree
 * @param base the tree that the importer is expected to have; {@link TreeHead#EMPTY} for a bundle
 *     that needs nothing
 * @param content how much is in it
 * @param from the first entry whose tiles are in it, a multiple of 256
 * @param to the entry after the last; {@code from} where there are no tiles
 * @param minimumIndex the first entry that the exporter still has, not beyond where the export
 *     begins; 0 for all, and where there are checkpoints alone
 * @param volume number of this volume, from 1; those before it have an entry bundle each at least
 * @param volumes how many there are; those after it have one each at least
 * @param tiles number of tiles in this volume; 0 only for a log that has none
 * @param entryBundles number of entry bundles in this volume
 * @param files the other files, in the order in which they come
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
  /** Where the manifest is in the archive. */
  public static final String PATH = "manifest.json";

  /** Where the signed note over it is. */
  public static final String NOTE_PATH = "manifest.note";

  /** The most other files: notes, and what else is carried. */
  public static final int MAX_FILES = 2_000;

  /** The most bytes that the other files have together: an importer holds all of them at once. */
  public static final long MAX_TOTAL_FILE_BYTES = 32 << 20;

  /** Refuses what no export writes. */
  public BundleManifest {
    files = List.copyOf(files);
    require(head.size() > 0, "a bundle has a tree that is not empty");
    require(
        base.size() < head.size() && (base.size() > 0 || base.equals(TreeHead.EMPTY)),
        "a bundle begins before it ends");
    require(keyId.matches("[0-9a-f]{8}"), "a key ID has eight hexadecimal digits");
    require(minimumIndex >= 0, "no entry has a number below 0");
    require(volume >= 1 && volume <= volumes, "there is no volume " + volume + " of " + volumes);
    require(tiles >= 0 && entryBundles >= 0, "a bundle has no fewer than 0 tiles");
    require(
        tiles > 0 || content == BundleContent.CHECKPOINTS && entryBundles == 0,
        "without any tile there are checkpoints alone");
    require(
        ProvedNotes.names(files, MetadataFile.CONSISTENCY_PREFIX)
            .equals(
                tiles > 0 ? List.of() : ProvedNotes.names(files, MetadataFile.CHECKPOINTS_PREFIX)),
        "there is a consistency proof for each further note if there is no tile, and else none");
    require(
        files.size() <= MAX_FILES,
        "a bundle has no more than " + MAX_FILES + " files besides its tree");
    require(
        files.stream().mapToLong(MetadataFile::bytes).sum() <= MAX_TOTAL_FILE_BYTES,
        "the files besides its tree have no more than " + MAX_TOTAL_FILE_BYTES + " bytes together");
    require(
        !files.isEmpty() && files.get(0).path().equals(MetadataFile.CHECKPOINT),
        "the checkpoint of a bundle comes first");
    if (content == BundleContent.CHECKPOINTS) {
      require(from == to && from == head.size() && volumes == 1, "without tiles there is no range");
      require(minimumIndex == 0, "without tiles nothing was pruned");
    } else {
      require(
          from % Resource.FULL == 0 && from < to && to <= head.size(),
          "no volume goes from " + from + " to " + to);
      require(to % Resource.FULL == 0 || to == head.size(), "no volume ends at " + to);
      require(
          volume > 1 ? from > base.size() : from == entryBundleStart(base.size()),
          "the first volume begins where the base ends");
      require((volume == volumes) == (to == head.size()), "the last volume ends the tree");
      require(
          from - entryBundleStart(base.size()) >= (volume - 1L) * Resource.FULL
              && head.size() - to > (volumes - volume - 1L) * Resource.FULL,
          "entries " + from + " to " + (to - 1) + " are not volume " + volume + " of " + volumes);
      require(
          minimumIndex <= entryBundleStart(base.size()),
          "its exporter has pruned what lies left of entry "
              + minimumIndex
              + ", and it is to begin at "
              + entryBundleStart(base.size()));
    }
    require(
        files.stream().map(MetadataFile::path).distinct().count() == files.size(),
        "no two files of a bundle have one name");
  }

  /** The first entry of the bundle in which this entry is. */
  public static long entryBundleStart(long entry) {
    return entry / Resource.FULL * Resource.FULL;
  }

  /** Whether it builds on another tree. */
  public boolean isDelta() {
    return base.size() > 0;
  }

  /** Whether tiles prove what it says; if not, the log has none, and files of it do. */
  public boolean hasProofTiles() {
    return tiles > 0;
  }

  /** Whether there are hash tiles besides those of the proof. */
  public boolean hasTiles() {
    return content != BundleContent.CHECKPOINTS;
  }

  /** Whether there are entry bundles. */
  public boolean hasEntries() {
    return content == BundleContent.ENTRIES;
  }

  /** Whether a tile of the exported tree is in this volume, besides those of the proof. */
  public boolean containsTile(Tile tile) {
    int bits = Byte.SIZE * (tile.level() + 1);
    long first = bits < Long.SIZE - 1 ? tile.index() << bits : 0;
    long last = bits < Long.SIZE - 1 ? ((tile.index() + 1) << bits) - 1 : Long.MAX_VALUE;
    return hasTiles() && !tile.isPartial() && first < to && last >= from;
  }

  /** The same with these numbers of files in its tree. */
  public BundleManifest withCounts(long newTiles, long newEntryBundles) {
    return new BundleManifest(
        origin,
        keyName,
        keyId,
        head,
        base,
        content,
        from,
        to,
        minimumIndex,
        volume,
        volumes,
        newTiles,
        newEntryBundles,
        files);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new MalformedException(message);
    }
  }
}
