package org.stellaops.attestor.testlog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.stellaops.attestor.tlog.Resource;

/** What a log does to single files of its own: alters them or denies that they exist. */
final class Tampering {
  private final Map<Resource, UnaryOperator<byte[]>> modifications = new ConcurrentHashMap<>();
  private final Set<Resource> withheld = ConcurrentHashMap.newKeySet();

  /** Alters a file, after any earlier alteration of it. The operator may change its argument. */
  void modify(Resource resource, UnaryOperator<byte[]> modification) {
    modifications.merge(
        resource, modification, (first, second) -> bytes -> second.apply(first.apply(bytes)));
  }

  void withhold(Resource resource) {
    withheld.add(resource);
  }

  void reset() {
    modifications.clear();
    withheld.clear();
  }

  /** What readers get in place of the true bytes. */
  Optional<byte[]> apply(Resource resource, byte[] content) {
    if (withheld.contains(resource)) {
      return Optional.empty();
    }
    return Optional.of(
        modifications.getOrDefault(resource, UnaryOperator.identity()).apply(content));
  }

  static byte[] flipBit(byte[] bytes, int index) {
    bytes[index] ^= 1;
    return bytes;
  }
}
