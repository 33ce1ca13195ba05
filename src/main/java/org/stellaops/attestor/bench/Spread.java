package org.stellaops.attestor.bench;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How numbers of several runs lie.
 *
 * @param median the middle one, or half-way between the two in the middle
 * @param least the smallest
 * @param most the largest
 */
record Spread(double median, double least, double most) {
  /** Of how many times as much each number is as the other one of its round. */
  static Spread ofRatios(List<Double> numbers, List<Double> others) {
    return of(
        IntStream.range(0, others.size()).mapToObj(i -> numbers.get(i) / others.get(i)).toList());
  }

  /** Of at least one number. */
  static Spread of(Collection<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
