package org.stellaops.attestor.route.sync;

/**
 * The limits of what a cycle downloads.
 *
 * @param enabled whether tiles are mirrored at all ({@code enableTileSync})
 * @param perCycle the most entry bundles or level-0 tiles ({@code maxTilesPerSync}), at least 1
 * @param restores whether files that were lost are fetched again, as with {@code --full}
 * @param allowLargeLogs whether logs without tiles are mirrored regardless of their size
 */
public record TileBudget(boolean enabled, long perCycle, boolean restores, boolean allowLargeLogs) {
  /** No limit, as with {@code --full-tiles}. */
  public static final TileBudget UNLIMITED = new TileBudget(true, Long.MAX_VALUE / 512);

  /** A budget that does not allow large logs without tiles. */
  public TileBudget(boolean enabled, long perCycle) {
    this(enabled, perCycle, false, false);
  }

  /** A budget; 0 means no limit. */
  public TileBudget {
    perCycle = perCycle <= 0 ? Long.MAX_VALUE / 512 : perCycle;
  }
}
