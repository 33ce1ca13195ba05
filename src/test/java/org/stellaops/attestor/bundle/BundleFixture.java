package org.stellaops.attestor.bundle;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.read.BundleNotes;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.bundle.read.InboundSegments;
import org.stellaops.attestor.bundle.read.VerifiedSegment;
import org.stellaops.attestor.bundle.write.BundlePlan;
import org.stellaops.attestor.bundle.write.BundleWriter;
import org.stellaops.attestor.bundle.write.ExportSpec;
import org.stellaops.attestor.bundle.write.OutboundSegment;
import org.stellaops.attestor.bundle.write.PlannedVolume;
import org.stellaops.attestor.bundle.write.WrittenBundle;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.filetree.FileMirrorTree;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.TestBackends;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** A log, its mirror in a directory, and the bundles of it, without routes and database. */
public final class BundleFixture {
  private final FakeLog log;
  private final Backend backend;
  private final Path directory;
  private final FileMirrorTree mirror;

  private BundleFixture(FakeLog log, Path directory) {
    this.log = log;
    this.backend = TestBackends.tiles("log", log.identity(), "file:/log/", true);
    this.directory = directory;
    this.mirror = new FileMirrorTree(directory.resolve("mirror"));
    log.write(mirrorDirectory());
  }

  /** A mirror of the present tree of the log. */
  public static BundleFixture of(FakeLog log, Path directory) {
    return new BundleFixture(log, directory);
  }

  /** What a bundle contained, all of it verified. */
  public record Imported(
      BundleNotes notes,
      Map<String, byte[]> metadata,
      Map<Tile, TileHashes> proofTiles,
      SortedMap<String, byte[]> tree,
      Map<Tile, TileHashes> retained,
      String sha256,
      long bytesRead) {}

  /** What to export. The fields may be changed until the first call of a method. */
  public final class Export {
    private BundleContent content = BundleContent.ENTRIES;
    private Optional<SignedCheckpoint> base = Optional.empty();
    private List<SignedCheckpoint> history = List.of();
    private Optional<SignedNote> pending = Optional.empty();
    private Optional<NoteSigner> signer = Optional.empty();
    private final TreeMap<String, byte[]> attached = new TreeMap<>();
    private long size = log.size();
    private long volumeSize;
    private boolean hasTiles = true;

    public Export content(BundleContent newContent) {
      content = newContent;
      return this;
    }

    public Export size(long newSize) {
      size = newSize;
      return this;
    }

    public Export since(long newBase) {
      base = Optional.of(checkpoint(newBase));
      return this;
    }

    public Export history(long... sizes) {
      List<SignedCheckpoint> notes = new ArrayList<>();
      for (long each : sizes) {
        notes.add(checkpoint(each));
      }
      history = notes;
      return this;
    }

    public Export pending(byte[] note) {
      pending = Optional.of(SignedNote.parse(note));
      return this;
    }

    public Export signedBy(NoteSigner newSigner) {
      signer = Optional.of(newSigner);
      return this;
    }

    public Export attach(String path, byte[] bytes) {
      attached.put(path, bytes);
      return this;
    }

    public Export volumeSize(long bytes) {
      volumeSize = bytes;
      return this;
    }

    /** As of a log without tiles, with consistency proofs instead. */
    public Export withoutTiles() {
      hasTiles = false;
      content = BundleContent.CHECKPOINTS;
      return this;
    }

    public ExportSpec spec() {
      return new ExportSpec(
          hasTiles ? backend : asRekorV1(backend),
          checkpoint(size),
          base,
          history,
          0,
          pending,
          content,
          volumeSize,
          attached);
    }

    public List<PlannedVolume> plan() {
      ExportSpec spec = spec();
      List<ConsistencyProof> proofs =
          spec.earlier().stream().map(note -> log.consistency(note.head().size(), size)).toList();
      return BundlePlan.of(spec, hasTiles ? List.of() : proofs, mirror);
    }

    /** Writes all volumes under this name and that with a number. */
    public List<WrittenBundle> write(String name) {
      List<WrittenBundle> written = new ArrayList<>();
      for (PlannedVolume volume : plan()) {
        Path file = directory.resolve(written.isEmpty() ? name : (written.size() + 1) + "-" + name);
        written.add(writeVolume(volume, file, signer));
      }
      return written;
    }

    /** Writes a single volume. */
    public Path file(String name) {
      return write(name).get(0).file();
    }
  }

  public FakeLog log() {
    return log;
  }

  public Backend backend() {
    return backend;
  }

  public FileMirrorTree mirror() {
    return mirror;
  }

  /** Where the files of the mirror lie. */
  public Path mirrorDirectory() {
    return directory.resolve("mirror").resolve(log.identity().origin().directory());
  }

  public Export export() {
    return new Export();
  }

  public SignedCheckpoint checkpoint(long size) {
    return log.identity().open(log.checkpoint(size), List.of());
  }

  private static Backend asRekorV1(Backend backend) {
    return TestBackends.of(
        LogKind.SHARD, "log", backend.log(), List.of(URI.create("http://rekor.example/")), false);
  }

  /** Writes a planned volume. */
  public static WrittenBundle writeVolume(
      PlannedVolume volume, Path file, Optional<NoteSigner> signer) {
    try (BundleWriter writer = BundleWriter.begin(volume, file, signer)) {
      for (Iterator<OutboundSegment> all = volume.segments(Compression.of(file)); all.hasNext(); ) {
        writer.append(all.next().compress());
      }
      return writer.finish();
    }
  }

  /** Reads a bundle to its end and verifies everything in it. */
  public Imported read(Path file) {
    return read(file, Set.of());
  }

  /** The same, and keeps these tiles. */
  public Imported read(Path file, Set<Tile> retain) {
    try (BundleReader reader = BundleReader.open(file)) {
      reader.readFiles();
      BundleNotes notes = BundleNotes.open(reader, log.identity(), List.of());
      Map<Tile, TileHashes> proofTiles = reader.readProofTiles();
      VerifiedTiles verified =
          reader.manifest().hasProofTiles()
              ? notes.consistencyProof(reader.manifest()).verify(proofTiles::get)
              : new VerifiedTiles(notes.head().head(), Map.of());
      InboundSegments segments = reader.segments(backend, verified, retain);
      SortedMap<String, byte[]> tree = new TreeMap<>();
      while (segments.hasNext()) {
        VerifiedSegment segment = segments.next().verify();
        for (VerifiedFile each : segment.files()) {
          tree.put(each.resource().path(), each.content().copy());
        }
        segment.release();
      }
      String sha256 = reader.finish();
      return new Imported(
          notes,
          Map.copyOf(reader.files()),
          proofTiles,
          tree,
          segments.retained(),
          sha256,
          reader.bytesRead());
    }
  }
}
