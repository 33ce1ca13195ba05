package org.stellaops.attestor.route.sync;

/**
 * How much one cycle may bring.
 *
 * @param enabled whether tiles are mirrored at all ({@code enableTileSync})
 * @param perCycle the most entry bundles or level-0 tiles ({@code maxTilesPerSync}), at least 1
 * @param allowLargeLogs whether a log that gives ten entries to a request is mirrored however large
 *     it is
 */
public record TileBudget(boolean enabled, long perCycle, boolean allowLargeLogs) {
  /** Everything that is missing, as {@code --full-tiles} wants it. */
  public static final TileBudget UNLIMITED = new TileBudget(true, Long.MAX_VALUE / 512);

  /** A budget for logs of which the large ones have tiles. */
  public TileBudget(boolean enabled, long perCycle) {
    this(enabled, perCycle, false);
  }

  /** A budget of 0 means no limit. */
  public TileBudget {
    perCycle = perCycle <= 0 ? Long.MAX_VALUE / 512 : perCycle;
  }
}
