package org.stellaops.attestor.benchmark.measure;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How numbers of several runs lie.
 *
 * @param median the middle one, or half-way between the two in the middle
 * @param minimum the smallest
 * @param maximum the largest
 */
public record Statistics(double median, double minimum, double maximum) {
  /** Of how many times as much each number is as the other one of its round. */
  public static Statistics ofRatios(List<Double> numbers, List<Double> references) {
    return of(
        IntStream.range(0, references.size())
            .mapToObj(i -> numbers.get(i) / references.get(i))
            .toList());
  }

  /** Of at least one number. */
  public static Statistics of(Collection<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Statistics(median, sorted[0], sorted[sorted.length - 1]);
  }
}
