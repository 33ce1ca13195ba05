package org.stellaops.attestor.mirror;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stellaops.attestor.tlog.Hash;

/**
 * Finds out what a row of hashes was when some of it is damaged. For each place there are opinions:
 * the file that should hold the hash, and what can be computed from the files below it. A known
 * root decides which of them are right.
 *
 * @param opinions for each place, from the nearest source to the farthest; none if there is no
 *     source
 */
record Reconstruction(List<List<Hash>> opinions) {
  /** Stands for a hash that nothing is left of; no file hashes to it. */
  private static final Hash NONE = Hash.of(new byte[Hash.BYTES]);

  /** Beyond this, all pairs of places would take seconds. */
  private static final int MOST_IN_PAIRS = 40;

  /**
   * The row that fits.
   *
   * @param fits whether a row hashes to the known root
   * @return empty if no row that was tried fits: one that all sources of a kind agree on, with up
   *     to two places as another source has them
   */
  Optional<List<Hash>> find(Predicate<List<Hash>> fits) {
    if (opinions.stream().anyMatch(List::isEmpty)) {
      return Optional.empty();
    }
    List<Integer> contested =
        IntStream.range(0, opinions.size()).filter(this::isContested).boxed().toList();
    List<List<Hash>> rows = Stream.of(nearest(), farthest(), likely()).distinct().toList();
    return rows.stream()
        .flatMap(row -> Stream.concat(Stream.of(row), variants(row, contested, 0, 1)))
        .filter(fits)
        .findFirst()
        .or(() ->
            contested.size() > MOST_IN_PAIRS
                ? Optional.empty()
                : rows.stream()
                    .flatMap(row -> variants(row, contested, 0, 2))
                    .filter(fits)
                    .findFirst());
  }

  /** The opinion of most sources at each place; of the nearest where they are equally many. */
  List<Hash> likely() {
    return opinions.stream().map(Reconstruction::mostFrequent).toList();
  }

  private List<Hash> nearest() {
    return opinions.stream().map(of -> of.get(0)).toList();
  }

  private List<Hash> farthest() {
    return opinions.stream().map(of -> of.get(of.size() - 1)).toList();
  }

  /** Whether the sources of a place disagree. */
  boolean isContested(int place) {
    return opinions.get(place).stream().distinct().count() > 1;
  }

  /** The row with exactly so many contested places as another source has them. */
  private Stream<List<Hash>> variants(
      List<Hash> row, List<Integer> contested, int begin, int changes) {
    return IntStream.range(begin, contested.size())
        .boxed()
        .flatMap(i -> {
          int place = contested.get(i);
          Stream<List<Hash>> changed =
              opinions.get(place).stream()
                  .distinct()
                  .filter(other -> !other.equals(row.get(place)))
                  .map(other -> with(row, place, other));
          return changes == 1
              ? changed
              : changed.flatMap(next -> variants(next, contested, i + 1, changes - 1));
        });
  }

  private static List<Hash> with(List<Hash> row, int place, Hash hash) {
    List<Hash> changed = new ArrayList<>(row);
    changed.set(place, hash);
    return changed;
  }

  private static Hash mostFrequent(List<Hash> of) {
    return of.stream()
        .max(
            Comparator.<Hash>comparingInt(hash -> Collections.frequency(of, hash))
                .thenComparingInt(hash -> -of.indexOf(hash)))
        .orElse(NONE);
  }
}
