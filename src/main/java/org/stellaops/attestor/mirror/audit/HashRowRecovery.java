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
 * Recovers a row of hashes of which some are damaged. For each position there are candidates: from
 * the file that should have the hash, and computed from the files below it. The right combination
 * is the one that hashes to a known root.
 *
 * @param candidates for each position, from the nearest source to the farthest; empty if there is
 *     no source
 */
record HashRowRecovery(List<List<Hash>> candidates) {
  /** Placeholder for a hash without candidates; no file hashes to it. */
  private static final Hash UNKNOWN = Hash.of(new byte[Hash.BYTES]);

  /** With more positions than this, trying all pairs would take seconds. */
  private static final int MAX_POSITIONS_IN_PAIRS = 40;

  /**
   * Searches the row.
   *
   * @param fits whether a row hashes to the known root
   * @return the row; empty if none of those tried fits: the majority or one source at all
   *     positions, with up to two positions from another source
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

  /** The most frequent candidate at each position; in a tie the one of the nearest source. */
  List<Hash> mostLikely() {
    return candidates.stream().map(HashRowRecovery::mostFrequent).toList();
  }

  private List<Hash> nearest() {
    return candidates.stream().map(sources -> sources.get(0)).toList();
  }

  private List<Hash> farthest() {
    return candidates.stream().map(sources -> sources.get(sources.size() - 1)).toList();
  }

  /** Whether the candidates of a position differ. */
  boolean isContested(int position) {
    return candidates.get(position).stream().distinct().count() > 1;
  }

  /** The row with exactly this many disputed positions taken from another source. */
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
