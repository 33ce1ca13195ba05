package org.stellaops.attestor.scenario.airgap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.ACTIVE;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.CLOSED;
import static org.stellaops.attestor.scenario.support.RekorV1AirGapFixture.withFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.RekorV1AirGapFixture;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;

/** A bundle of a shard that lies is refused with a reason, and nothing changes. */
class HostileRekorV1BundleTest {
  private static final long BASE_SIZE = 1000;
  private static final long HEAD_SIZE = 1500;
  private static final String PROOF = "consistency/1000";

  @TempDir private static Path directory;
  private static RekorV1AirGapFixture airGap;
  private static Path good;
  private static List<Object> before;

  @BeforeAll
  static void setUp() throws IOException {
    FakeRekor rekor =
        FakeRekor.named("rekor.example")
            .withEntries(index -> ("closed " + index).getBytes(US_ASCII))
            .openShard(CLOSED, HEAD_SIZE)
            .withEntries(index -> ("active " + index).getBytes(US_ASCII))
            .openShard(ACTIVE, BASE_SIZE);
    airGap = RekorV1AirGapFixture.of(directory, rekor);
    airGap.importSuccessfully(airGap.export("first.tar.gz"));
    airGap.grow(HEAD_SIZE - BASE_SIZE);
    good = airGap.exportSince(BASE_SIZE, "good.tar.gz");
    before = airGap.snapshot();
  }

  @AfterAll
  static void tearDown() {
    airGap.close();
  }

  static Stream<Arguments> manipulations() {
    return Stream.of(
        manipulation(
            "a proof that is not as listed",
            f -> f.transformFile(PROOF, text -> proof(hashes -> flipped(hashes, 0))),
            Failure.BAD_BUNDLE,
            "does not match the manifest"),
        manipulation(
            "another first hash", f -> withProof(f, h -> flipped(h, 0)), Failure.BAD_PROOF, "lead"),
        manipulation(
            "another last hash",
            f -> withProof(f, h -> flipped(h, h.size() - 1)),
            Failure.BAD_PROOF,
            "does not lead to the root that was signed for size 1500"),
        manipulation(
            "a hash too few",
            f -> withProof(f, h -> h.subList(1, h.size())),
            Failure.BAD_BUNDLE,
            "from 1000 to 1500 needs"),
        manipulation(
            "a hash too many",
            f -> withProof(f, h -> Stream.concat(h.stream(), h.stream().limit(1)).toList()),
            Failure.BAD_BUNDLE,
            "from 1000 to 1500 needs"),
        manipulation("no hash", f -> withProof(f, h -> List.of()), Failure.BAD_BUNDLE, "needs"),
        manipulation(
            "another spelling",
            f -> withFile(f, PROOF, (text(honestProof()).replace("\n", "\r\n")).getBytes(US_ASCII)),
            Failure.BAD_BUNDLE,
            "not in canonical form"),
        manipulation(
            "no line feed at its end",
            f -> withFile(f, PROOF, text(honestProof()).strip().getBytes(US_ASCII)),
            Failure.BAD_BUNDLE,
            "not in canonical form"),
        manipulation(
            "a proof of another shard",
            f -> withFile(f, PROOF, bytes(proofOf(CLOSED).hashes())),
            Failure.BAD_PROOF,
            "does not lead to the root"),
        manipulation(
            "a checkpoint of another shard",
            f -> withFile(f, "checkpoint", note(CLOSED, HEAD_SIZE)),
            Failure.ORIGIN_MISMATCH,
            "rekor.example - 11"),
        manipulation(
            "a base of another shard",
            f -> withFile(f, "checkpoints/1000", note(CLOSED, BASE_SIZE)),
            Failure.ORIGIN_MISMATCH,
            "rekor.example - 11"),
        manipulation(
            "another root",
            f -> f.replaceInManifest(root(HEAD_SIZE), root(BASE_SIZE)),
            Failure.BAD_BUNDLE,
            "tree head mismatch: manifest"),
        manipulation(
            "another root of the base",
            f -> f.replaceInManifest(root(BASE_SIZE), root(HEAD_SIZE)),
            Failure.BAD_BUNDLE,
            "the checkpoint of the base is missing"),
        manipulation(
            "another size of the base",
            f -> f.replaceInManifest("\"treeSize\" : 1000", "\"treeSize\" : 999"),
            Failure.BAD_BUNDLE,
            "the checkpoint of the base is missing"),
        manipulation(
            "a proof of a size that there is no note of",
            f -> f.renameFile(PROOF, "consistency/999").replaceInManifest(PROOF, "consistency/999"),
            Failure.BAD_BUNDLE,
            "consistency proofs must match the checkpoints"),
        manipulation(
            "a size beyond all numbers",
            f ->
                f.renameFile(PROOF, "consistency/9999999999999999999")
                    .replaceInManifest(PROOF, "consistency/9999999999999999999"),
            Failure.BAD_BUNDLE,
            "consistency proofs must match the checkpoints"),
        manipulation(
            "no proof",
            f -> f.removeFile(PROOF),
            Failure.BAD_BUNDLE,
            "different|unexpected|ends|match"),
        manipulation(
            "no proof, and none listed",
            f ->
                f.removeFile(PROOF)
                    .transformFile("manifest.json", HostileRekorV1BundleTest::withoutListedProof),
            Failure.BAD_BUNDLE,
            "consistency proofs must match the checkpoints"),
        manipulation(
            "a tile that it has not",
            f -> f.replaceInManifest("\"tiles\" : 0", "\"tiles\" : 1"),
            Failure.BAD_BUNDLE,
            "consistency proofs must match the checkpoints"),
        manipulation(
            "entries that it has not",
            f -> f.replaceInManifest("\"entryBundles\" : 0", "\"entryBundles\" : 1"),
            Failure.BAD_BUNDLE,
            "content must be checkpoints if there are no tiles"),
        manipulation(
            "other content",
            f -> f.replaceInManifest("\"checkpoints\"", "\"tiles\""),
            Failure.BAD_BUNDLE,
            "content must be checkpoints if there are no tiles"),
        manipulation(
            "a minimum index",
            f -> f.replaceInManifest("\"minimumIndex\" : 0", "\"minimumIndex\" : 1"),
            Failure.BAD_BUNDLE,
            "minimumIndex must be 0"),
        manipulation(
            "a file after its end",
            f -> f.insertSegment(new byte[512], 1),
            Failure.BAD_BUNDLE,
            "data after the last file|invalid tar header"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manipulations")
  void rejectsAManipulatedBundleWithAReason(
      String name, UnaryOperator<BundleForger> manipulation, Failure failure, String reason) {
    Path forged = manipulation.apply(BundleForger.of(good)).write(airGap.carried("forged.tar.gz"));

    BundleReport report = airGap.importBundle(forged);

    assertThat(report.failure()).as(report.message()).contains(failure);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(report.message()).containsPattern(reason);
    assertThat(report.hint()).isNotBlank();
    assertThat(airGap.snapshot()).isEqualTo(before);
    assertThat(airGap.isolatedConfiguration().store().evidence().all()).isEmpty();
  }

  @Test
  void rejectsAChangeOfAnyByteOfTheProof() {
    byte[] honestBytes = bytes(honestProof());
    for (int i = 0; i < honestBytes.length; i += 5) {
      byte[] other = honestBytes.clone();
      other[i] ^= 1;
      Path forged =
          withFile(BundleForger.of(good), PROOF, other)
              .write(airGap.carried("byte-" + i + ".tar.gz"));

      BundleReport report = airGap.importBundle(forged);

      assertThat(report.failure().map(Failure::exitCode))
          .as("byte " + i + ": " + report.message())
          .contains(ExitCode.REJECTED);
      assertThat(airGap.snapshot()).isEqualTo(before);
    }
  }

  /** The forge itself does no harm: what it puts together unchanged is taken. */
  @Test
  void acceptsAReassembledUnchangedBundle() {
    Path reassembled =
        withFile(BundleForger.of(good), PROOF, bytes(honestProof()))
            .write(airGap.carried("same.tar.gz"));

    assertThat(
            airGap
                .isolatedConfiguration()
                .importBundle(AirGapFixture.dryRun(reassembled))
                .outcome())
        .isEqualTo("verified");
  }

  private static BundleForger withProof(BundleForger forger, UnaryOperator<List<Hash>> change) {
    return withFile(forger, PROOF, proof(change));
  }

  private static byte[] proof(UnaryOperator<List<Hash>> change) {
    return bytes(change.apply(honestProof()));
  }

  private static List<Hash> honestProof() {
    return proofOf(ACTIVE).hashes();
  }

  private static ConsistencyProof proofOf(long shard) {
    FakeLog log = airGap.rekor().shard(shard);
    return log.consistency(BASE_SIZE, HEAD_SIZE);
  }

  private static List<Hash> flipped(List<Hash> hashes, int hashIndex) {
    Hash[] array = hashes.toArray(Hash[]::new);
    byte[] bytes = array[hashIndex].bytes().clone();
    bytes[9] ^= 1;
    array[hashIndex] = Hash.of(bytes);
    return Arrays.asList(array);
  }

  private static byte[] bytes(List<Hash> hashes) {
    return text(hashes).getBytes(US_ASCII);
  }

  private static String text(List<Hash> hashes) {
    return hashes.stream().map(hash -> hash + "\n").collect(Collectors.joining());
  }

  private static byte[] note(long shard, long size) {
    return airGap.rekor().shard(shard).checkpoint(size);
  }

  private static String root(long size) {
    return airGap.rekor().shard(ACTIVE).head(size).root().toString();
  }

  private static byte[] withoutListedProof(byte[] manifest) {
    return new String(manifest, US_ASCII)
        .replaceFirst(", \\{[^{}]*\"consistency/[^{}]*\\}", "")
        .replaceFirst(",\\s+\\{[^{}]*\"consistency/[^{}]*\\}", "")
        .getBytes(US_ASCII);
  }

  private static Arguments manipulation(
      String name, UnaryOperator<BundleForger> manipulation, Failure failure, String reason) {
    return Arguments.of(name, manipulation, failure, reason);
  }
}
