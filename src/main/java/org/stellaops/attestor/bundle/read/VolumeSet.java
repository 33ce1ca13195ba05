package org.stellaops.attestor.bundle.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The available volumes of one export.
 *
 * @param volumes the volumes in the order of their ranges
 */
public record VolumeSet(List<Volume> volumes) {
  /**
   * A volume.
   *
   * @param file its path
   * @param manifest its manifest
   */
  public record Volume(Path file, BundleManifest manifest) {}

  private record Identity(Origin origin, TreeHead head, TreeHead base, int volumes) {}

  /** Sorts the volumes. */
  public VolumeSet {
    volumes =
        volumes.stream()
            .sorted(Comparator.comparingLong(volume -> volume.manifest().from()))
            .toList();
  }

  /**
   * The manifests of some files.
   *
   * @param volumes the volumes that were read, in the order of the files
   * @param rejected the first file that is not a valid bundle; the files after it are not read
   */
  public record Scan(List<Volume> volumes, Optional<Path> rejected) {}

  /**
   * Reads the manifest of each file.
   *
   * @throws AttestorException with {@code configuration} if a file does not exist, with {@code
   *     disk} if it cannot be read
   */
  public static Scan scan(List<Path> files) {
    List<Volume> volumes = new ArrayList<>();
    for (Path file : files) {
      try (BundleReader reader = BundleReader.open(file)) {
        volumes.add(new Volume(file, reader.manifest()));
      } catch (AttestorException e) {
        if (e.failure().exitCode() == ExitCode.REJECTED) {
          return new Scan(volumes, Optional.of(file));
        }
        throw e.withLocation(file.getFileName());
      }
    }
    return new Scan(volumes, Optional.empty());
  }

  /** Groups volumes by export; smaller trees first, because larger ones may build on them. */
  public static List<VolumeSet> of(List<Volume> volumes) {
    Map<Identity, List<Volume>> sets = new LinkedHashMap<>();
    for (Volume volume : volumes) {
      BundleManifest manifest = volume.manifest();
      Identity identity =
          new Identity(manifest.origin(), manifest.head(), manifest.base(), manifest.volumes());
      sets.computeIfAbsent(identity, key -> new ArrayList<>()).add(volume);
    }
    return sets.values().stream()
        .map(VolumeSet::new)
        .sorted(Comparator.comparingLong(set -> set.first().head().size()))
        .toList();
  }

  /** The log. */
  public Origin origin() {
    return first().origin();
  }

  /**
   * Checks that all volumes are available, except those whose entries are mirrored already.
   *
   * @param covered number of entries that the mirror has, from entry 0
   * @throws AttestorException with {@code incomplete} and the missing range; with {@code
   *     bad_bundle} if two volumes cannot be of one export
   */
  public void requireComplete(long covered) {
    requireSameExport();
    long start = BundleManifest.entryBundleStart(first().base().size());
    long reached = Math.max(covered, start);
    int last = 0;
    for (Volume volume : volumes) {
      BundleManifest manifest = volume.manifest();
      if (manifest.from() > reached) {
        boolean known = last > 0 || covered <= start;
        throw missing(known ? last + 1 : 0, manifest.volume() - 1, reached, manifest.from());
      }
      if (manifest.to() > reached) {
        reached = manifest.to();
        last = manifest.volume();
      }
    }
    if (first().hasTiles() && reached < first().head().size()) {
      int all = first().volumes();
      throw missing(last > 0 ? last + 1 : 0, all, reached, first().head().size());
    }
  }

  private void requireSameExport() {
    for (int i = 1; i < volumes.size(); i++) {
      Volume earlier = volumes.get(i - 1);
      Volume later = volumes.get(i);
      if (!canFollow(earlier.manifest(), later.manifest())) {
        throw BundleErrors.rejected(
            "%s and %s cannot be volumes %s and %s of one export: they contain %s and %s"
                .formatted(
                    earlier.file().getFileName(),
                    later.file().getFileName(),
                    earlier.manifest().volume(),
                    later.manifest().volume(),
                    entries(earlier.manifest()),
                    entries(later.manifest())));
      }
    }
  }

  /** Whether the numbers of two volumes match their ranges; the second starts no earlier. */
  private static boolean canFollow(BundleManifest earlier, BundleManifest later) {
    boolean isNext = later.volume() == earlier.volume() + 1;
    // possible for two exports with different volume sizes
    boolean overlap = later.from() < earlier.to();
    return earlier.equals(later)
        || later.volume() > earlier.volume()
            && (overlap || isNext == (later.from() == earlier.to()));
  }

  private static String entries(BundleManifest manifest) {
    return "entries " + manifest.from() + " to " + (manifest.to() - 1);
  }

  /**
   * Describes a gap.
   *
   * @param from the number of the first missing volume; 0 if unknown, because the mirror has
   *     earlier entries from other bundles
   */
  private AttestorException missing(int from, int to, long firstEntry, long endEntry) {
    boolean single = first().volumes() == 1;
    boolean several = from > 0 && from < to;
    String numbers =
        several
            ? "volumes %s to %s of %s".formatted(from, to, first().volumes())
            : "volume %s of %s".formatted(to, first().volumes());
    String subject =
        single
            ? "a bundle is"
            : several
                ? numbers + " are"
                : from == 0 && to > 1 ? numbers + ", or more before it, is" : numbers + " is";
    return new AttestorException(
        Failure.INCOMPLETE,
        "%s missing: entries %s to %s of '%s'"
            .formatted(subject, firstEntry, endEntry - 1, origin()),
        single
            ? "on the exporting side run: stella attestor export --since " + firstEntry
            : "specify all volumes, or add --partial to import the available ones");
  }

  private BundleManifest first() {
    return volumes.get(0).manifest();
  }
}
