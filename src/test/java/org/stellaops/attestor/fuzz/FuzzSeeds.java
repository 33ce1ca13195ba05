package org.stellaops.attestor.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;
import org.stellaops.attestor.bundle.BundleFixture;
import org.stellaops.attestor.bundle.format.ConsistencyFile;
import org.stellaops.attestor.bundle.format.ManifestJson;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.sigstore.SigstoreParsers;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;

/** Valid inputs of the targets, small, from the test log and the writers of the program. */
final class FuzzSeeds {
  private static final FakeLog LOG = FakeLog.named("fuzz.example/log").grow(600);
  private static final Path RESOURCES = Path.of("src/test/resources");

  private FuzzSeeds() {}

  /** At least one input that the target accepts. */
  static List<byte[]> of(FuzzTarget target) throws IOException {
    SignedNote note = SignedNote.parse(LOG.checkpoint());
    return switch (target) {
      case NOTE -> List.of(note.raw(), LOG.checkpoint(7, "extension line"));
      case CHECKPOINT -> List.of(bytes(note.text()), bytes(note.text() + "Timestamp: 1\n"));
      case VKEY -> List.of(bytes(LOG.identity().key().toString()));
      case WITNESS_KEY ->
          List.of(
              bytes("mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O"));
      case PUBLIC_KEY ->
          List.of(read("rekor/rekor-prod.pub"), LOG.identity().key().publicKey().getEncoded());
      case PROOF ->
          List.of(
              new TlogProof(Optional.empty(), LOG.inclusion(5), note).print(),
              new TlogProof(Optional.of(new byte[] {1}), LOG.inclusion(5), note).print());
      case ANCHOR ->
          List.of(new HeadAnchor(LOG.head(300), LOG.consistency(300, 600), note).print());
      case CONSISTENCY -> List.of(ConsistencyFile.print(LOG.consistency(300, 600)));
      case ENTRY_BUNDLE -> List.of(entryBundle());
      case REKOR_ENTRIES -> rekorEntries();
      case REKOR_LOG -> List.of(rekor().log());
      case REKOR_PROOF ->
          List.of(rekor().proof(Map.of("firstSize", "3", "lastSize", "7")).orElseThrow());
      case BUNDLE -> List.of(bundle());
      case MANIFEST -> List.of(manifest());
      case RECEIPT ->
          List.of(
              ReceiptFile.print(
                  new Receipt(
                      LOG.identity().origin(),
                      "ab".repeat(32),
                      LOG.head(300),
                      LOG.head(600),
                      Instant.EPOCH,
                      Optional.empty())));
      case EVIDENCE -> List.of(evidence(note));
      case SIGSTORE_BUNDLE -> SigstoreParsers.bundles();
      case TIMESTAMP -> List.of(SigstoreParsers.timestamp());
      case CERTIFICATE -> List.of(SigstoreParsers.certificate());
      case DER -> List.of(SigstoreParsers.timestamp(), SigstoreParsers.certificate());
      case TRUSTED_ROOT ->
          List.of(read("attestation/intoto-with-custom-trust-root/trusted_root.json"));
      case TUF ->
          List.of(
              bytes(
                  "{\"signed\":{\"_type\":\"timestamp\",\"version\":3,"
                      + "\"expires\":\"2030-01-02T03:04:05Z\",\"meta\":{}},\"signatures\":[]}"));
      case JSON -> List.of(bytes("{\"a\":[1,-2,true,null]}"), bytes("[{\"a\":{}},{}]"));
      case CONFIGURATION -> List.of(read("config/guide.yaml"));
      case REQUEST -> List.of(bytes("# daily\nbackend: 'log'\nsince: 07\ncontent: tiles\n"));
    };
  }

  /** Behind a byte with the number of entries less one. */
  private static byte[] entryBundle() {
    byte[] content = LOG.entryBundle(new EntryBundle(0, 256));
    byte[] three = Entries.read(new EntryBundle(0, 256), content).first(3).bytes();
    return ByteBuffer.allocate(1 + three.length).put((byte) 2).put(three).array();
  }

  private static List<byte[]> rekorEntries() {
    byte[] answer = rekor().retrieve(bytes("{\"logIndexes\":[1,6]}")).orElseThrow();
    return List.of(answer);
  }

  private static FakeRekor rekor() {
    return FakeRekor.named("rekor.example").openShard(77, 7);
  }

  private static byte[] bundle() throws IOException {
    Path directory = Files.createTempDirectory("fuzz");
    try {
      return Files.readAllBytes(
          BundleFixture.of(FakeLog.named("b.example").grow(3), directory)
              .export()
              .file("seed.tar.gz"));
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  private static byte[] manifest() throws IOException {
    byte[] bundle = bundle();
    Path name = Path.of("seed.tar.gz");
    try (BundleReader reader = BundleReader.open(name, () -> new ByteArrayInputStream(bundle))) {
      return ManifestJson.print(reader.manifest());
    }
  }

  private static byte[] evidence(SignedNote note) {
    SignedNote other = SignedNote.parse(LOG.fork(599).grow(1).checkpoint());
    Origin origin = LOG.identity().origin();
    String url = "https://fuzz.example/";
    return EvidenceFile.print(
        new Evidence(Failure.SPLIT_VIEW, origin, "log", Instant.EPOCH, url, note, other, Map.of()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] read(String resource) throws IOException {
    return Files.readAllBytes(RESOURCES.resolve(resource));
  }
}
