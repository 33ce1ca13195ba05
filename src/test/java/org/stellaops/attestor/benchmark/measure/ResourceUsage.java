package org.stellaops.attestor.benchmark.measure;

import java.time.Duration;

/**
 * What a process has used.
 *
 * @param wall from its start to its end
 * @param cpu on all processors, user and system; up to 200 ms short
 * @param peakBytes the most memory that it had at once (resident); 0 where there is no {@code
 *     /proc}
 */
public record ResourceUsage(Duration wall, Duration cpu, long peakBytes) {}
