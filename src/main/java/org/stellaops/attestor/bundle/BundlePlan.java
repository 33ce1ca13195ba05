package org.stellaops.attestor.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.ProvedTiles;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Plans the volumes of an export. The same order over the same mirror gives the same plan.
 *
 * @param order what is to be exported
 * @param files the mirror
 * @param proved the tiles of the proof, checked against the head
 */
record BundlePlan(ExportOrder order, MirroredFiles files, ProvedTiles proved) {
  private static final long EVERY_VOLUME = 1 << 17;

  /** The volumes in their order, at least one. */
  static List<VolumeDraft> of(ExportOrder order, MirrorTree tree) {
    MirroredFiles files = new MirroredFiles(order.backend(), tree);
    ProvedTiles proved =
        order.backend().hasTiles()
            ? new BundleProof(order.head().head(), smaller(order)).check(files)
            : new ProvedTiles(order.head().head(), Map.of());
    return new BundlePlan(order, files, proved).volumes();
  }

  /** To which smaller trees the proof leads; those of a bundle with tiles are in its tree. */
  private static List<SignedCheckpoint> smaller(ExportOrder order) {
    List<SignedCheckpoint> smaller = new ArrayList<>();
    order.base().ifPresent(smaller::add);
    if (order.content() == BundleContent.CHECKPOINTS) {
      smaller.addAll(order.history());
    }
    return smaller;
  }

  private List<VolumeDraft> volumes() {
    List<VolumeRange> ranges = ranges();
    List<VolumeDraft> volumes = new ArrayList<>();
    for (VolumeRange range : ranges) {
      List<ArchivedFile> controls = controls(range, range.equals(ranges.get(ranges.size() - 1)));
      BundleManifest claimed = manifest(range, volumes.size() + 1, ranges.size(), controls);
      volumes.add(new VolumeDraft(counted(claimed), controls, files, proved));
    }
    return volumes;
  }

  private List<VolumeRange> ranges() {
    long size = order.head().head().size();
    if (order.content() == BundleContent.CHECKPOINTS) {
      return List.of(new VolumeRange(size, size));
    }
    boolean entries = order.content() == BundleContent.ENTRIES;
    return VolumeRange.cut(
        files,
        new TreeShape(size),
        BundleManifest.floor(order.baseHead().size()),
        entries,
        fixed(),
        order.volumeSize());
  }

  /** What a volume has besides its tree; the manifest is text of a kilobyte and a line for each. */
  private long fixed() {
    List<ArchivedFile> all = controls(new VolumeRange(0, Long.MAX_VALUE), true);
    return EVERY_VOLUME
        + all.stream().mapToLong(file -> TarFiles.space(file.content().length()) + 256).sum()
        + proved.tiles().keySet().stream().mapToLong(tile -> TarFiles.space(tile.bytes())).sum();
  }

  /** Notes go into the volume with the path to where their tree ends. */
  private List<ArchivedFile> controls(VolumeRange range, boolean last) {
    List<ArchivedFile> controls = new ArrayList<>();
    controls.add(new ArchivedFile(ControlFile.CHECKPOINT, order.head().note().raw()));
    order.base().ifPresent(base -> controls.add(further(base)));
    boolean everywhere = order.content() == BundleContent.CHECKPOINTS;
    order.history().stream()
        .filter(note -> everywhere || isIn(range, note.head().size()))
        .map(BundlePlan::further)
        .forEach(controls::add);
    order.proofs().stream().map(BundlePlan::consistency).forEach(controls::add);
    if (last) {
      order
          .pending()
          .ifPresent(note -> controls.add(new ArchivedFile(ControlFile.PENDING, note.raw())));
      order.carried().forEach((path, content) -> controls.add(new ArchivedFile(path, content)));
    }
    return controls;
  }

  private static boolean isIn(VolumeRange range, long size) {
    return range.from() < size && size <= range.to();
  }

  private static ArchivedFile further(SignedCheckpoint note) {
    return new ArchivedFile(ControlFile.checkpointPath(note.head().size()), note.note().raw());
  }

  private static ArchivedFile consistency(ConsistencyProof proof) {
    return new ArchivedFile(
        ControlFile.consistencyPath(proof.from()), ConsistencyFile.print(proof));
  }

  private BundleManifest manifest(
      VolumeRange range, int volume, int volumes, List<ArchivedFile> controls) {
    VerifierKey key = order.backend().log().key();
    return new BundleManifest(
        order.backend().origin(),
        key.name(),
        key.keyId().toString(),
        order.head().head(),
        order.baseHead(),
        order.content(),
        range.from(),
        range.to(),
        order.minimumIndex(),
        volume,
        volumes,
        order.backend().hasTiles() ? 1 : 0,
        0,
        controls.stream().map(file -> ControlFile.of(file.path(), file.bytes())).toList());
  }

  private BundleManifest counted(BundleManifest claimed) {
    long tiles = proved.tiles().size();
    long bundles = 0;
    TileRuns runs = new TileRuns(order.backend(), claimed, proved, files);
    while (runs.hasNext()) {
      TileRun run = runs.next();
      if (run.kind() == TileRun.Kind.ENTRIES) {
        bundles += run.wanted().size();
      } else {
        tiles += run.wanted().size();
      }
    }
    return claimed.counting(tiles, bundles);
  }
}
