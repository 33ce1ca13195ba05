package org.stellaops.attestor.fakelog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * A log that we run ourselves, of which everything follows from its name and its calls: key,
 * entries, checkpoints. It serves what it has signed, until it is told to misbehave. Safe for many
 * threads, so that it can grow while it is served.
 */
public final class FakeLog {
  private static final String FREEZE_LINE = "Log frozen \u2014 Sun Nov 23 12:00:00 UTC 2025";

  private final Origin origin;
  private final LogHashes hashes;
  private final PublishedSizes published = new PublishedSizes();
  private final Misdeeds misdeeds = new Misdeeds();
  private final int forks;
  private LongFunction<byte[]> entries;
  private NoteSigner signer;
  private int rotations;
  private long size;
  private byte[] served;

  private FakeLog(
      Origin origin,
      NoteSigner signer,
      LongFunction<byte[]> entries,
      LogHashes hashes,
      long size,
      int forks) {
    this.origin = origin;
    this.signer = signer;
    this.entries = entries;
    this.hashes = hashes;
    this.size = size;
    this.forks = forks;
    this.served = checkpoint(size);
  }

  /** An empty log with an Ed25519 key that follows from the origin and bears its name. */
  public static FakeLog named(String origin) {
    return signedBy(origin, SeededKey.signer(origin, 0));
  }

  /** An empty log with a key of any kind and name. */
  public static FakeLog signedBy(String origin, NoteSigner signer) {
    LongFunction<byte[]> decimal = i -> Long.toString(i).getBytes(StandardCharsets.US_ASCII);
    return new FakeLog(new Origin(origin), signer, decimal, new LogHashes(), 0, 0);
  }

  /**
   * Gives an empty log other entries than the decimal number of each.
   *
   * @param generator the entry at an index, the same whenever it is asked; at most 65,535 bytes
   */
  public synchronized FakeLog entries(LongFunction<byte[]> generator) {
    if (size > 0) {
      throw new IllegalStateException("a log that has entries keeps them");
    }
    entries = generator;
    return this;
  }

  /** Appends so many entries and serves a new checkpoint. */
  public synchronized FakeLog grow(long more) {
    for (long end = size + more; size < end; size++) {
      byte[] entry = entries.apply(size);
      if (entry.length > 0xFFFF) {
        throw new IllegalArgumentException(
            "no bundle holds an entry of " + entry.length + " bytes");
      }
      hashes.append(Rfc6962.leaf(entry));
    }
    served = checkpoint(size);
    return this;
  }

  /** What a mirror is configured with to follow this log. */
  public synchronized LogIdentity identity() {
    return new LogIdentity(origin, signer.key());
  }

  /** Number of entries. */
  public synchronized long size() {
    return size;
  }

  /** Size and root. */
  public synchronized TreeHead head() {
    return head(size);
  }

  /** What size and root were when the log had so many entries. */
  public synchronized TreeHead head(long atSize) {
    requireWithin(atSize, size);
    return new TreeHead(atSize, new TreeHashes(hashes).root(atSize));
  }

  /** The signed note that readers get now. */
  public synchronized byte[] checkpoint() {
    return served.clone();
  }

  /**
   * Signs what the log was at this size, and from then on has the partial tiles of that size. Does
   * not serve the note.
   */
  public synchronized byte[] checkpoint(long atSize, String... extensions) {
    byte[] note = sign(new Checkpoint(origin, head(atSize), List.of(extensions)).text());
    published.add(atSize);
    return note;
  }

  /** Signs any text that ends in a line feed with the log's key, true or not. */
  public synchronized byte[] sign(String text) {
    return SignedNote.of(text, List.of(signer.sign(text))).raw();
  }

  /** The true content of a tile of this log. */
  public synchronized byte[] tile(Tile tile) {
    requireWithin(tile.width(), new TreeShape(size).width(tile.level(), tile.index()));
    return hashes.read(tile).bytes();
  }

  /** The true content of an entry bundle of this log. */
  public byte[] bundle(EntryBundle bundle) {
    LongFunction<byte[]> source;
    synchronized (this) {
      requireWithin(bundle.width(), new TreeShape(size).width(0, bundle.index()));
      source = entries;
    }
    long first = bundle.index() * Resource.FULL;
    return Entries.of(LongStream.range(first, first + bundle.width()).mapToObj(source).toList())
        .bytes();
  }

  /** The entry at this index. */
  public synchronized byte[] entry(long index) {
    requireWithin(index + 1, size);
    return entries.apply(index);
  }

  /** The true proof that the log grew from one size to another. */
  public synchronized ConsistencyProof consistency(long from, long to) {
    requireWithin(to, size);
    return ConsistencyProof.build(from, to, hashes);
  }

  /** The true proof that an entry is in the log as it is now. */
  public synchronized InclusionProof inclusion(long index) {
    return InclusionProof.build(index, size, hashes);
  }

  /** What readers get at a path below the log's prefix; empty for what the log does not have. */
  public Optional<byte[]> get(String path) {
    if (path.equals("checkpoint")) {
      return Optional.of(checkpoint());
    }
    try {
      return get(Resource.parse(path));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> get(Resource resource) {
    synchronized (this) {
      if (!published.have(resource)) {
        return Optional.empty();
      }
    }
    byte[] truth = resource instanceof Tile tile ? tile(tile) : bundle((EntryBundle) resource);
    return misdeeds.shown(resource, truth);
  }

  /**
   * A log with the same name, key and first entries that goes on differently. It has exactly those
   * entries until it grows.
   */
  public synchronized FakeLog fork(long at) {
    requireWithin(at, size);
    LongFunction<byte[]> common = entries;
    String other = "fork " + (forks + 1) + " at " + at + ": ";
    FakeLog fork =
        new FakeLog(
            origin,
            signer,
            i -> i < at ? common.apply(i) : (other + i).getBytes(StandardCharsets.US_ASCII),
            hashes.first(at),
            at,
            forks + 1);
    published.upTo(at).forEach(fork.published::add);
    return fork;
  }

  /** Serves the checkpoint of an earlier size until the log grows. */
  public synchronized FakeLog rollBack(long toSize) {
    served = checkpoint(toSize);
    return this;
  }

  /** Serves these bytes as the checkpoint until the log grows. */
  public synchronized FakeLog serveCheckpoint(byte[] bytes) {
    served = bytes.clone();
    return this;
  }

  /** Serves the present state again with the line by which a Rekor v2 shard retires. */
  public synchronized FakeLog freeze() {
    served = checkpoint(size, FREEZE_LINE);
    return this;
  }

  /**
   * Signs from now on with another Ed25519 key of the same name, beginning with the present state.
   */
  public synchronized FakeLog rotateKey() {
    rotations++;
    signer = SeededKey.signer(signer.key().name(), rotations);
    served = checkpoint(size);
    return this;
  }

  /** Serves this file with the lowest bit of its last byte flipped. */
  public FakeLog tamper(Resource resource) {
    return alter(resource, bytes -> Misdeeds.flipBit(bytes, bytes.length - 1));
  }

  /** Serves this file with the lowest bit of one byte flipped. */
  public FakeLog tamper(Resource resource, int index) {
    return alter(resource, bytes -> Misdeeds.flipBit(bytes, index));
  }

  /** Serves only the first {@code length} bytes of this file. */
  public FakeLog truncate(Resource resource, int length) {
    return alter(resource, bytes -> Arrays.copyOf(bytes, Math.min(length, bytes.length)));
  }

  /** Serves this file with so many zero bytes more. */
  public FakeLog lengthen(Resource resource, int more) {
    return alter(resource, bytes -> Arrays.copyOf(bytes, bytes.length + more));
  }

  /** Serves this file altered in any way, after what was done to it before. */
  public FakeLog alter(Resource resource, UnaryOperator<byte[]> alteration) {
    misdeeds.alter(resource, alteration);
    return this;
  }

  /** Does not have this file. */
  public FakeLog withhold(Resource resource) {
    misdeeds.withhold(resource);
    return this;
  }

  /** Has no partial file any more whose full one exists, now and later, as the rules allow it. */
  public synchronized FakeLog collectGarbage() {
    published.collectGarbage();
    return this;
  }

  /** Serves all files as they are again. */
  public FakeLog makeGood() {
    misdeeds.makeGood();
    return this;
  }

  /**
   * Writes what readers get as files below a directory: the tree of the present size, with the
   * partial files of this size only, and the checkpoint after all of them.
   */
  public synchronized void write(Path directory) {
    write(directory, Stream.empty());
  }

  /** The same with the partial files of all sizes that had a checkpoint. */
  public synchronized void writeWithHistory(Path directory) {
    write(directory, published.upTo(size).stream().flatMap(s -> new TreeShape(s).partials()));
  }

  private void write(Path directory, Stream<Resource> more) {
    TreeFiles files = new TreeFiles(directory);
    Stream.concat(TreeFiles.resources(new TreeShape(size)), more)
        .forEach(resource -> get(resource).ifPresent(bytes -> files.put(resource.path(), bytes)));
    files.put(TreeFiles.CHECKPOINT, served);
  }

  private static void requireWithin(long asked, long there) {
    if (asked < 0 || asked > there) {
      throw new IllegalArgumentException("the log has " + there + ", not " + asked);
    }
  }
}
