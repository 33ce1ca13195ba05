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
 * Volumes of one export, as far as they are here.
 *
 * @param volumes what each says of itself, by where it begins
 */
public record VolumeSet(List<Volume> volumes) {
  /**
   * One of them.
   *
   * @param file where it is
   * @param manifest what it says of itself
   */
  public record Volume(Path file, BundleManifest manifest) {}

  private record Identity(Origin origin, TreeHead head, TreeHead base, int volumes) {}

  /** Sorts them. */
  public VolumeSet {
    volumes =
        volumes.stream()
            .sorted(Comparator.comparingLong(volume -> volume.manifest().from()))
            .toList();
  }

  /**
   * What the beginnings of some files say.
   *
   * @param volumes those that were read, in the order of the files
   * @param rejected the first file that is no bundle, or lies at its beginning; none after it is
   *     read
   */
  public record Scan(List<Volume> volumes, Optional<Path> rejected) {}

  /**
   * Reads the beginning of each file.
   *
   * @throws AttestorException with {@code configuration} if one is not there, with {@code disk} if
   *     one cannot be read
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

  /**
   * Puts together what belongs together; smaller trees first, because larger ones may build on
   * them.
   */
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
   * Makes sure that all volumes are here, but for those whose entries are there already.
   *
   * @param covered the entries from the left that the mirror has
   * @throws AttestorException with {@code incomplete} and the range, if one is missing; with {@code
   *     bad_bundle} if two of them cannot be of one export
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
            earlier.file().getFileName()
                + " and "
                + later.file().getFileName()
                + " say that they are volume "
                + earlier.manifest().volume()
                + " and volume "
                + later.manifest().volume()
                + " of one export, and have "
                + entries(earlier.manifest())
                + " and "
                + entries(later.manifest()));
      }
    }
  }

  /** Whether the numbers of two volumes fit their ranges; the second begins no earlier. */
  private static boolean canFollow(BundleManifest earlier, BundleManifest later) {
    boolean isNext = later.volume() == earlier.volume() + 1;
    boolean overlap = later.from() < earlier.to(); // as those of two exports with other sizes may
    return earlier.equals(later)
        || later.volume() > earlier.volume()
            && (overlap || isNext == (later.from() == earlier.to()));
  }

  private static String entries(BundleManifest manifest) {
    return "entries " + manifest.from() + " to " + (manifest.to() - 1);
  }

  /**
   * What to say of a gap.
   *
   * @param from the number of the first volume in it; 0 if it is not known, since the mirror has
   *     come so far by other bundles
   */
  private AttestorException missing(int from, int to, long firstEntry, long endEntry) {
    String ofTotal = " of " + first().volumes();
    String subject =
        from == 0 && to > 1
            ? "volume " + to + ofTotal + ", or more before it,"
            : from < to && from > 0
                ? "volumes " + from + " to " + to + ofTotal
                : "volume " + to + ofTotal;
    boolean single = first().volumes() == 1;
    return new AttestorException(
        Failure.INCOMPLETE,
        (single
                ? "a bundle is missing"
                : subject + (from < to && from > 0 ? " are" : " is") + " missing")
            + ": entries "
            + firstEntry
            + " to "
            + (endEntry - 1)
            + " of '"
            + origin()
            + "'",
        single
            ? "let the other side run: stella attestor export --since " + firstEntry
            : "name all volumes; or add --partial, to take those that are here");
  }

  private BundleManifest first() {
    return volumes.get(0).manifest();
  }
}
