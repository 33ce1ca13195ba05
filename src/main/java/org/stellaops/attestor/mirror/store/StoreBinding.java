package org.stellaops.attestor.mirror.store;

import java.util.Optional;

/**
 * What is known of the files of a mirror.
 *
 * @param storeId the identity of the directory that has them, see {@link
 *     org.stellaops.attestor.mirror.MirrorLayout#STORE_ID}; empty until they were found complete
 * @param damage what of them is lost; empty if nothing is known to be
 */
public record StoreBinding(Optional<String> storeId, Optional<Damage> damage) {
  /** Files in an unknown directory, of which none is known to be lost. */
  public static final StoreBinding NONE = new StoreBinding(Optional.empty(), Optional.empty());

  /** The same in this directory. */
  public StoreBinding withStoreId(String id) {
    return new StoreBinding(Optional.of(id), damage);
  }

  /** The same with this damage, or without. */
  public StoreBinding withDamage(Optional<Damage> found) {
    return new StoreBinding(storeId, found);
  }
}
