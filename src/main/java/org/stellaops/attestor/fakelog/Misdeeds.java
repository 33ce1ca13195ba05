package org.stellaops.attestor.fakelog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.stellaops.attestor.tlog.Resource;

/** What a log does to single files of its own: alters them or denies that they exist. */
final class Misdeeds {
  private final Map<Resource, UnaryOperator<byte[]>> alterations = new ConcurrentHashMap<>();
  private final Set<Resource> withheld = ConcurrentHashMap.newKeySet();

  /** Alters a file, after any earlier alteration of it. The operator may change its argument. */
  void alter(Resource resource, UnaryOperator<byte[]> alteration) {
    alterations.merge(resource, alteration, (one, two) -> bytes -> two.apply(one.apply(bytes)));
  }

  void withhold(Resource resource) {
    withheld.add(resource);
  }

  void makeGood() {
    alterations.clear();
    withheld.clear();
  }

  /** What readers get in place of the true bytes. */
  Optional<byte[]> shown(Resource resource, byte[] truth) {
    if (withheld.contains(resource)) {
      return Optional.empty();
    }
    return Optional.of(alterations.getOrDefault(resource, UnaryOperator.identity()).apply(truth));
  }

  static byte[] flipBit(byte[] bytes, int index) {
    bytes[index] ^= 1;
    return bytes;
  }
}
