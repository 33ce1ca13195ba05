package org.stellaops.attestor.testlog;

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
  private final PublishedSizes publishedSizes = new PublishedSizes();
  private final Tampering tampering = new Tampering();
  private final int forkCount;
  private LongFunction<byte[]> entries;
  private int maxEntryBytes = 0xFFFF;
  private NoteSigner signer;
  private int keyRotations;
  private long size;
  private byte[] servedCheckpoint;

  private FakeLog(
      Origin origin,
      NoteSigner signer,
      LongFunction<byte[]> entries,
      LogHashes hashes,
      long size,
      int forkCount) {
    this.origin = origin;
    this.signer = signer;
    this.entries = entries;
    this.hashes = hashes;
    this.size = size;
    this.forkCount = forkCount;
    this.servedCheckpoint = checkpoint(size);
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
  public synchronized FakeLog withEntries(LongFunction<byte[]> generator) {
    if (size > 0) {
      throw new IllegalStateException("a log that has entries keeps them");
    }
    entries = generator;
    return this;
  }

  /** Accepts entries of any length, as a Rekor v1 server does, which has no entry bundles. */
  synchronized FakeLog withoutEntryLimit() {
    maxEntryBytes = Integer.MAX_VALUE;
    return this;
  }

  /** Appends so many entries and serves a new checkpoint. */
  public synchronized FakeLog grow(long additional) {
    for (long end = size + additional; size < end; size++) {
      byte[] entry = entries.apply(size);
      if (entry.length > maxEntryBytes) {
        throw new IllegalArgumentException(
            "no bundle holds an entry of " + entry.length + " bytes");
      }
      hashes.append(Rfc6962.leaf(entry));
    }
    servedCheckpoint = checkpoint(size);
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
    return servedCheckpoint.clone();
  }

  /**
   * Signs what the log was at this size, and from then on has the partial tiles of that size. Does
   * not serve the note.
   */
  public synchronized byte[] checkpoint(long atSize, String... extensions) {
    byte[] note = sign(new Checkpoint(origin, head(atSize), List.of(extensions)).text());
    publishedSizes.add(atSize);
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
  public byte[] entryBundle(EntryBundle bundle) {
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
    if (path.equals(Checkpoint.PATH)) {
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
      if (!publishedSizes.isPublished(resource)) {
        return Optional.empty();
      }
    }
    byte[] content =
        resource instanceof Tile tile ? tile(tile) : entryBundle((EntryBundle) resource);
    return tampering.apply(resource, content);
  }

  /**
   * A log with the same name, key and first entries that goes on differently. It has exactly those
   * entries until it grows.
   */
  public synchronized FakeLog fork(long at) {
    requireWithin(at, size);
    LongFunction<byte[]> common = entries;
    String forkPrefix = "fork " + (forkCount + 1) + " at " + at + ": ";
    FakeLog fork =
        new FakeLog(
            origin,
            signer,
            i -> i < at ? common.apply(i) : (forkPrefix + i).getBytes(StandardCharsets.US_ASCII),
            hashes.first(at),
            at,
            forkCount + 1);
    publishedSizes.upTo(at).forEach(fork.publishedSizes::add);
    return fork;
  }

  /** Serves the checkpoint of an earlier size until the log grows. */
  public synchronized FakeLog rollBack(long toSize) {
    servedCheckpoint = checkpoint(toSize);
    return this;
  }

  /** Serves these bytes as the checkpoint until the log grows. */
  public synchronized FakeLog serveCheckpoint(byte[] bytes) {
    servedCheckpoint = bytes.clone();
    return this;
  }

  /** Serves the present state again with the line by which a Rekor v2 shard retires. */
  public synchronized FakeLog freeze() {
    servedCheckpoint = checkpoint(size, FREEZE_LINE);
    return this;
  }

  /**
   * Signs from now on with another Ed25519 key of the same name, beginning with the present state.
   */
  public synchronized FakeLog rotateKey() {
    keyRotations++;
    signer = SeededKey.signer(signer.key().name(), keyRotations);
    servedCheckpoint = checkpoint(size);
    return this;
  }

  /** Serves this file with the lowest bit of its last byte flipped. */
  public FakeLog tamper(Resource resource) {
    return modify(resource, bytes -> Tampering.flipBit(bytes, bytes.length - 1));
  }

  /** Serves this file with the lowest bit of one byte flipped. */
  public FakeLog tamper(Resource resource, int index) {
    return modify(resource, bytes -> Tampering.flipBit(bytes, index));
  }

  /** Serves only the first {@code length} bytes of this file. */
  public FakeLog truncate(Resource resource, int length) {
    return modify(resource, bytes -> Arrays.copyOf(bytes, Math.min(length, bytes.length)));
  }

  /** Serves this file with so many zero bytes more. */
  public FakeLog extend(Resource resource, int additional) {
    return modify(resource, bytes -> Arrays.copyOf(bytes, bytes.length + additional));
  }

  /** Serves this file altered in any way, after what was done to it before. */
  public FakeLog modify(Resource resource, UnaryOperator<byte[]> modification) {
    tampering.modify(resource, modification);
    return this;
  }

  /** Does not have this file. */
  public FakeLog withhold(Resource resource) {
    tampering.withhold(resource);
    return this;
  }

  /** Has no partial file any more whose full one exists, now and later, as the rules allow it. */
  public synchronized FakeLog collectGarbage() {
    publishedSizes.collectGarbage();
    return this;
  }

  /** Serves all files as they are again. */
  public FakeLog stopTampering() {
    tampering.reset();
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
    write(directory, publishedSizes.upTo(size).stream().flatMap(s -> new TreeShape(s).partials()));
  }

  private void write(Path directory, Stream<Resource> additional) {
    TreeFiles files = new TreeFiles(directory);
    Stream.concat(TreeFiles.resources(new TreeShape(size)), additional)
        .forEach(resource -> get(resource).ifPresent(bytes -> files.put(resource.path(), bytes)));
    files.put(TreeFiles.CHECKPOINT, servedCheckpoint);
  }

  private static void requireWithin(long requested, long available) {
    if (requested < 0 || requested > available) {
      throw new IllegalArgumentException("the log has " + available + ", not " + requested);
    }
  }
}
