package org.stellaops.attestor.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.RekorV1Sides.ACTIVE;
import static org.stellaops.attestor.scenario.RekorV1Sides.CLOSED;
import static org.stellaops.attestor.scenario.RekorV1Sides.replaced;

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
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeRekor;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;

/** A bundle of a shard that lies is refused with a reason, and nothing changes. */
class HostileRekorV1BundleTest {
  private static final long BASE = 1000;
  private static final long HEAD = 1500;
  private static final String PROOF = "consistency/1000";

  @TempDir private static Path directory;
  private static RekorV1Sides sides;
  private static Path good;
  private static List<Object> before;

  @BeforeAll
  static void begin() throws IOException {
    FakeRekor rekor =
        FakeRekor.named("rekor.example")
            .entries(index -> ("closed " + index).getBytes(US_ASCII))
            .open(CLOSED, HEAD)
            .entries(index -> ("active " + index).getBytes(US_ASCII))
            .open(ACTIVE, BASE);
    sides = RekorV1Sides.of(directory, rekor);
    sides.importGood(sides.export("first.tar.gz"));
    sides.grow(HEAD - BASE);
    good = sides.since(BASE, "good.tar.gz");
    before = sides.standing();
  }

  @AfterAll
  static void end() {
    sides.close();
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        lie(
            "a proof that is not as listed",
            f -> f.file(PROOF, text -> proof(hashes -> flipped(hashes, 0))),
            Failure.BAD_BUNDLE,
            "is not the file that the manifest lists"),
        lie("another first hash", f -> proved(f, h -> flipped(h, 0)), Failure.BAD_PROOF, "lead"),
        lie(
            "another last hash",
            f -> proved(f, h -> flipped(h, h.size() - 1)),
            Failure.BAD_PROOF,
            "does not lead to the root that was signed for size 1500"),
        lie(
            "a hash too few",
            f -> proved(f, h -> h.subList(1, h.size())),
            Failure.BAD_BUNDLE,
            "from 1000 to 1500 needs"),
        lie(
            "a hash too many",
            f -> proved(f, h -> Stream.concat(h.stream(), h.stream().limit(1)).toList()),
            Failure.BAD_BUNDLE,
            "from 1000 to 1500 needs"),
        lie("no hash", f -> proved(f, h -> List.of()), Failure.BAD_BUNDLE, "needs"),
        lie(
            "another spelling",
            f -> replaced(f, PROOF, (text(honest()).replace("\n", "\r\n")).getBytes(US_ASCII)),
            Failure.BAD_BUNDLE,
            "not in its one form"),
        lie(
            "no line feed at its end",
            f -> replaced(f, PROOF, text(honest()).strip().getBytes(US_ASCII)),
            Failure.BAD_BUNDLE,
            "not in its one form"),
        lie(
            "a proof of another shard",
            f -> replaced(f, PROOF, bytes(proofOf(CLOSED).hashes())),
            Failure.BAD_PROOF,
            "does not lead to the root"),
        lie(
            "a checkpoint of another shard",
            f -> replaced(f, "checkpoint", note(CLOSED, HEAD)),
            Failure.ORIGIN_MISMATCH,
            "rekor.example - 11"),
        lie(
            "a base of another shard",
            f -> replaced(f, "checkpoints/1000", note(CLOSED, BASE)),
            Failure.ORIGIN_MISMATCH,
            "rekor.example - 11"),
        lie(
            "another root",
            f -> f.manifest(root(HEAD), root(BASE)),
            Failure.BAD_BUNDLE,
            "its manifest says size"),
        lie(
            "another root of the base",
            f -> f.manifest(root(BASE), root(HEAD)),
            Failure.BAD_BUNDLE,
            "the note of its base is not in it"),
        lie(
            "another size of the base",
            f -> f.manifest("\"treeSize\" : 1000", "\"treeSize\" : 999"),
            Failure.BAD_BUNDLE,
            "the note of its base is not in it"),
        lie(
            "a proof of a size that there is no note of",
            f -> f.renamed(PROOF, "consistency/999").manifest(PROOF, "consistency/999"),
            Failure.BAD_BUNDLE,
            "a consistency proof for each further note"),
        lie(
            "a size beyond all numbers",
            f ->
                f.renamed(PROOF, "consistency/9999999999999999999")
                    .manifest(PROOF, "consistency/9999999999999999999"),
            Failure.BAD_BUNDLE,
            "a consistency proof for each further note"),
        lie("no proof", f -> f.without(PROOF), Failure.BAD_BUNDLE, "another|ends|goes on|lists"),
        lie(
            "no proof, and none listed",
            f -> f.without(PROOF).file("manifest.json", HostileRekorV1BundleTest::unlisted),
            Failure.BAD_BUNDLE,
            "a consistency proof for each further note"),
        lie(
            "a tile that it has not",
            f -> f.manifest("\"tiles\" : 0", "\"tiles\" : 1"),
            Failure.BAD_BUNDLE,
            "a consistency proof for each further note"),
        lie(
            "entries that it has not",
            f -> f.manifest("\"entryBundles\" : 0", "\"entryBundles\" : 1"),
            Failure.BAD_BUNDLE,
            "without any tile"),
        lie(
            "other content",
            f -> f.manifest("\"checkpoints\"", "\"tiles\""),
            Failure.BAD_BUNDLE,
            "without any tile"),
        lie(
            "a minimum index",
            f -> f.manifest("\"minimumIndex\" : 0", "\"minimumIndex\" : 1"),
            Failure.BAD_BUNDLE,
            "nothing was pruned"),
        lie(
            "a file after its end",
            f -> f.insert(new byte[512], 1),
            Failure.BAD_BUNDLE,
            "goes on after the last file|cannot be read"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void aLieIsRefusedWithAReason(
      String name, UnaryOperator<Forge> lie, Failure failure, String reason) {
    Path forged = lie.apply(Forge.of(good)).write(sides.carried("forged.tar.gz"));

    BundleReport report = sides.importBundle(forged);

    assertThat(report.failure()).as(report.message()).contains(failure);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(report.message()).containsPattern(reason);
    assertThat(report.hint()).isNotBlank();
    assertThat(sides.standing()).isEqualTo(before);
    assertThat(sides.isolated().store().evidence().all()).isEmpty();
  }

  @Test
  void everyByteOfTheProofCounts() {
    byte[] honest = bytes(honest());
    for (int i = 0; i < honest.length; i += 5) {
      byte[] other = honest.clone();
      other[i] ^= 1;
      Path forged =
          replaced(Forge.of(good), PROOF, other).write(sides.carried("byte-" + i + ".tar.gz"));

      BundleReport report = sides.importBundle(forged);

      assertThat(report.failure().map(Failure::exitCode))
          .as("byte " + i + ": " + report.message())
          .contains(ExitCode.REFUSED);
      assertThat(sides.standing()).isEqualTo(before);
    }
  }

  /** The forge itself does no harm: what it puts together unchanged is taken. */
  @Test
  void theSameBundlePutTogetherAgainIsGood() {
    Path same =
        replaced(Forge.of(good), PROOF, bytes(honest())).write(sides.carried("same.tar.gz"));

    assertThat(sides.isolated().importBundle(TwoSides.dryRun(same)).outcome())
        .isEqualTo("verified");
  }

  private static Forge proved(Forge forge, UnaryOperator<List<Hash>> change) {
    return replaced(forge, PROOF, proof(change));
  }

  private static byte[] proof(UnaryOperator<List<Hash>> change) {
    return bytes(change.apply(honest()));
  }

  private static List<Hash> honest() {
    return proofOf(ACTIVE).hashes();
  }

  private static ConsistencyProof proofOf(long shard) {
    FakeLog log = sides.rekor().shard(shard);
    return log.consistency(BASE, HEAD);
  }

  private static List<Hash> flipped(List<Hash> hashes, int place) {
    Hash[] all = hashes.toArray(Hash[]::new);
    byte[] bytes = all[place].bytes().clone();
    bytes[9] ^= 1;
    all[place] = Hash.of(bytes);
    return Arrays.asList(all);
  }

  private static byte[] bytes(List<Hash> hashes) {
    return text(hashes).getBytes(US_ASCII);
  }

  private static String text(List<Hash> hashes) {
    return hashes.stream().map(hash -> hash + "\n").collect(Collectors.joining());
  }

  private static byte[] note(long shard, long size) {
    return sides.rekor().shard(shard).checkpoint(size);
  }

  private static String root(long size) {
    return sides.rekor().shard(ACTIVE).head(size).root().toString();
  }

  private static byte[] unlisted(byte[] manifest) {
    return new String(manifest, US_ASCII)
        .replaceFirst(", \\{[^{}]*\"consistency/[^{}]*\\}", "")
        .replaceFirst(",\\s+\\{[^{}]*\"consistency/[^{}]*\\}", "")
        .getBytes(US_ASCII);
  }

  private static Arguments lie(
      String name, UnaryOperator<Forge> lie, Failure failure, String reason) {
    return Arguments.of(name, lie, failure, reason);
  }
}
