package org.stellaops.attestor.testlog;

/**
 * The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators": the
 * same words on every run and every platform.
 */
final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /** Begins at a state that is far from that of the next index. */
  SplitMix64(long index) {
    this.state = mix(index);
  }

  /** The next word. */
  long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** The mixing function. */
  static long mix(long z) {
    long once = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
    return twice ^ (twice >>> 31);
  }
}
