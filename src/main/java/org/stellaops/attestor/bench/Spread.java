package org.stellaops.attestor.bench;

import java.util.Collection;

/**
 * How numbers of several runs lie.
 *
 * @param median the middle one, or half-way between the two in the middle
 * @param least the smallest
 * @param most the largest
 */
record Spread(double median, double least, double most) {
  /** Of at least one number. */
  static Spread of(Collection<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
