package org.stellaops.attestor.mirror.audit;

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
 * @param candidates for each place, from the nearest source to the farthest; none if there is no
 *     source
 */
record HashRowRecovery(List<List<Hash>> candidates) {
  /** Stands for a hash that nothing is left of; no file hashes to it. */
  private static final Hash UNKNOWN = Hash.of(new byte[Hash.BYTES]);

  /** Beyond this, all pairs of places would take seconds. */
  private static final int MAX_POSITIONS_IN_PAIRS = 40;

  /**
   * The row that fits.
   *
   * @param fits whether a row hashes to the known root
   * @return empty if no row that was tried fits: one that all sources of a kind agree on, with up
   *     to two places as another source has them
   */
  Optional<List<Hash>> recover(Predicate<List<Hash>> fits) {
    if (candidates.stream().anyMatch(List::isEmpty)) {
      return Optional.empty();
    }
    List<Integer> contested =
        IntStream.range(0, candidates.size()).filter(this::isContested).boxed().toList();
    List<List<Hash>> rows = Stream.of(nearest(), farthest(), mostLikely()).distinct().toList();
    return rows.stream()
        .flatMap(row -> Stream.concat(Stream.of(row), variants(row, contested, 0, 1)))
        .filter(fits)
        .findFirst()
        .or(() ->
            contested.size() > MAX_POSITIONS_IN_PAIRS
                ? Optional.empty()
                : rows.stream()
                    .flatMap(row -> variants(row, contested, 0, 2))
                    .filter(fits)
                    .findFirst());
  }

  /** The opinion of most sources at each place; of the nearest where they are equally many. */
  List<Hash> mostLikely() {
    return candidates.stream().map(HashRowRecovery::mostFrequent).toList();
  }

  private List<Hash> nearest() {
    return candidates.stream().map(sources -> sources.get(0)).toList();
  }

  private List<Hash> farthest() {
    return candidates.stream().map(sources -> sources.get(sources.size() - 1)).toList();
  }

  /** Whether the sources of a place disagree. */
  boolean isContested(int position) {
    return candidates.get(position).stream().distinct().count() > 1;
  }

  /** The row with exactly so many contested places as another source has them. */
  private Stream<List<Hash>> variants(
      List<Hash> row, List<Integer> contested, int begin, int changes) {
    return IntStream.range(begin, contested.size())
        .boxed()
        .flatMap(i -> {
          int position = contested.get(i);
          Stream<List<Hash>> changed =
              candidates.get(position).stream()
                  .distinct()
                  .filter(other -> !other.equals(row.get(position)))
                  .map(other -> with(row, position, other));
          return changes == 1
              ? changed
              : changed.flatMap(next -> variants(next, contested, i + 1, changes - 1));
        });
  }

  private static List<Hash> with(List<Hash> row, int position, Hash hash) {
    List<Hash> changed = new ArrayList<>(row);
    changed.set(position, hash);
    return changed;
  }

  private static Hash mostFrequent(List<Hash> sources) {
    return sources.stream()
        .max(
            Comparator.<Hash>comparingInt(hash -> Collections.frequency(sources, hash))
                .thenComparingInt(hash -> -sources.indexOf(hash)))
        .orElse(UNKNOWN);
  }
}
