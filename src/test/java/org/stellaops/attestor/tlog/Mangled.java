package org.stellaops.attestor.tlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Every small way to spoil the hashes of a proof; no result is like the original. */
final class Mangled {
  private final List<Hash> original;
  private final List<List<Hash>> results = new ArrayList<>();

  private Mangled(List<Hash> original) {
    this.original = original;
  }

  static List<List<Hash>> of(List<Hash> original) {
    Mangled mangled = new Mangled(original);
    mangled.change(List::clear);
    mangled.change(Collections::reverse);
    for (int i = 0; i < original.size(); i++) {
      mangled.at(i);
    }
    for (int i = 0; i <= original.size(); i++) {
      mangled.insert(i, Rfc6962.EMPTY);
      mangled.insert(i, Hash.of(new byte[Hash.BYTES]));
    }
    return mangled.results;
  }

  /** The hash with one bit turned around. */
  static Hash flipped(Hash hash, int bit) {
    byte[] bytes = hash.bytes();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return Hash.of(bytes);
  }

  private void at(int i) {
    change(hashes -> hashes.remove(i));
    insert(i, original.get(i));
    change(hashes -> hashes.set(i, flipped(original.get(i), 0)));
    change(hashes -> hashes.set(i, flipped(original.get(i), 255)));
    for (int j = 0; j < i; j++) {
      int other = j;
      change(hashes -> Collections.swap(hashes, i, other));
    }
  }

  private void insert(int i, Hash hash) {
    change(hashes -> hashes.add(i, hash));
  }

  private void change(Consumer<List<Hash>> spoil) {
    List<Hash> hashes = new ArrayList<>(original);
    spoil.accept(hashes);
    if (!hashes.equals(original)) {
      results.add(hashes);
    }
  }
}
