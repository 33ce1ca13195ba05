package org.stellaops.attestor.mirror.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.mirror.TestBackends;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

class MirrorMatcherTest {
  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  private final List<Evidence> kept = new ArrayList<>();

  @TempDir private Path base;

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "515, 0, 515",
    "515, 5, 257",
    "515, 256, 257",
    "515, 514, 515",
    "65537, 9, 300",
    "66307, 7, 66307",
    "66307, 65535, 65536",
    "66307, 66306, 66307"
  })
  void matchesEntryOfPrefixTree(long mirrored, long index, long size) {
    MirroredLog mirror = mirrorOf(mirrored);

    MirrorMatch match = matcher(mirror).match(MirroredLog.claim(mirror.log, index, size));

    assertThat(match.state()).isEqualTo(MirrorMatch.State.ANCHORED);
    assertThat(match.backend()).contains("one");
    assertThat(match.mirroredHead().orElseThrow().head()).isEqualTo(mirror.log.head());
    assertThat(kept).isEmpty();
  }

  @Test
  void largerCheckpointIsBeyondMirrorUntilMirrorGrows() {
    MirroredLog mirror = mirrorOf(515);
    mirror.log.grow(1);
    InclusionClaim claim = MirroredLog.claim(mirror.log, 515, 516);

    assertThat(matcher(mirror).match(claim).state()).isEqualTo(MirrorMatch.State.BEYOND_MIRROR);

    mirror.mirror();
    assertThat(matcher(mirror).match(claim).state()).isEqualTo(MirrorMatch.State.ANCHORED);
  }

  /** Forks before, within and at the end of what both have in common. */
  @ParameterizedTest
  @CsvSource({"0, 0, 1", "5, 6, 300", "256, 299, 300", "514, 514, 515", "1, 0, 515"})
  void signedCheckpointOfAnotherHistoryIsSplitView(long fork, long index, long size) {
    MirroredLog mirror = mirrorOf(515);
    FakeLog other = mirror.log.fork(fork).grow(600);
    InclusionClaim claim = MirroredLog.claim(other, index, size);

    assertThatThrownBy(() -> matcher(mirror).match(claim))
        .isInstanceOfSatisfying(
            ContradictionException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.SPLIT_VIEW);
              assertThat(e.shown()).isEqualTo(claim.head());
            });
    assertThat(kept).hasSize(1);
    kept.get(0).verify(mirror.log.identity().key());
    assertThat(kept.get(0).shown()).isEqualTo(claim.checkpoint().note());
    assertThat(kept.get(0).source()).isEqualTo("app.sigstore.json");
    assertThat(kept.get(0).detectedAt()).isEqualTo(NOON);
  }

  @Test
  void damagedTileIsNotReportedAsContradiction() throws IOException {
    MirroredLog mirror = mirrorOf(515);
    flip(mirror, new Tile(0, 2, 3));

    assertThatThrownBy(() -> matcher(mirror).match(MirroredLog.claim(mirror.log, 5, 300)))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_TILE))
        .hasMessageContaining("right edge");
    assertThat(kept).isEmpty();
  }

  @Test
  void detectsDamagedTileOfEntry() throws IOException {
    MirroredLog mirror = mirrorOf(515);
    flip(mirror, Tile.full(0, 0));

    assertThatThrownBy(() -> matcher(mirror).match(MirroredLog.claim(mirror.log, 5, 515)))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_TILE))
        .hasMessageContaining("entry 5")
        .satisfies(
            e -> assertThat(((AttestorException) e).hint()).contains("tiles verify --backend one"));
  }

  /** Pruned or lost: nothing wrong is on disk, and nothing can be said. */
  @Test
  void checkpointIsNotAnchoredWhenTileIsMissing() throws IOException {
    MirroredLog mirror = mirrorOf(515);
    Files.delete(mirror.directory().resolve("tile/0/000"));

    MirrorMatch match = matcher(mirror).match(MirroredLog.claim(mirror.log, 5, 100));

    assertThat(match.state()).isEqualTo(MirrorMatch.State.NOT_ANCHORED);
    assertThat(match.reason()).contains("does not have tile/0/000");
    assertThat(matcher(mirror).match(MirroredLog.claim(mirror.log, 300, 515)).isAnchored())
        .isTrue();
  }

  @Test
  void unknownLogIsNotMirrored() {
    MirroredLog mirror = mirrorOf(10);
    FakeLog stranger = FakeLog.named("stranger.example").grow(3);

    MirrorMatch match = matcher(mirror).match(MirroredLog.claim(stranger, 0, 3));

    assertThat(match.state()).isEqualTo(MirrorMatch.State.NOT_MIRRORED);
    assertThat(match.backend()).isEmpty();
    assertThat(match.reason()).contains("no backend follows the log 'stranger.example'");
  }

  @Test
  void logWithEmptyMirrorIsNotMirrored() {
    MirroredLog mirror = new MirroredLog(FakeLog.named("one.example").grow(3), base);

    MirrorMatch match = matcher(mirror).match(MirroredLog.claim(mirror.log, 0, 3));

    assertThat(match.state()).isEqualTo(MirrorMatch.State.NOT_MIRRORED);
    assertThat(match.backend()).contains("one");
  }

  /** A checkpoint that another key has signed says nothing of the log that is mirrored. */
  @Test
  void differentKeyOfSameOriginIsNotContradiction() {
    MirroredLog mirror = mirrorOf(10);
    FakeLog impostor = mirror.log.fork(0).rotateKey().grow(10);

    MirrorMatch match = matcher(mirror).match(MirroredLog.claim(impostor, 0, 10));

    assertThat(match.state()).isEqualTo(MirrorMatch.State.NOT_MIRRORED);
    assertThat(match.reason()).contains("with a different key");
    assertThat(kept).isEmpty();
  }

  @Test
  void shardWithoutTilesIsAnchoredByStoredAnchor() throws GeneralSecurityException {
    FakeLog shard =
        FakeLog.signedBy("v1.example - 42", NoteSigner.of("v1.example", ecKey())).grow(5);
    MirroredLog mirror = new MirroredLog(shard, base);
    Backend host =
        TestBackends.tiles(
            "host",
            new LogIdentity(new Origin("v1.example"), shard.identity().key()),
            "http://v1.example/",
            true);
    InclusionClaim claim = MirroredLog.claim(shard, 2, 5);
    MirroredHead accepted = new MirroredHead(shard.head(), NOON);

    assertThat(v1(mirror, host, AnchorStore.NONE).match(claim).state())
        .isEqualTo(MirrorMatch.State.NOT_ANCHORED);
    MirrorMatch match = v1(mirror, host, (origin, head) -> Optional.of(accepted)).match(claim);
    assertThat(match.state()).isEqualTo(MirrorMatch.State.ANCHORED);
    assertThat(match.mirroredHead()).contains(accepted);
  }

  @Test
  void rejectsClaimWithProofOfAnotherRoot() {
    FakeLog log = FakeLog.named("one.example").grow(10);
    InclusionClaim good = MirroredLog.claim(log, 3, 10);
    Hash other = Rfc6962.leaf(new byte[] {1});
    InclusionProof ofOther = MirroredLog.claim(log, 4, 10).proof();

    assertThatThrownBy(
            () -> new InclusionClaim(good.checkpoint(), good.proof(), other, "app.sigstore.json"))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() ->
            new InclusionClaim(good.checkpoint(), ofOther, good.leafHash(), "app.sigstore.json"))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() ->
            new InclusionClaim(good.checkpoint(), good.proof(), good.leafHash(), "two\nlines"))
        .isInstanceOf(MalformedException.class);
  }

  private MirroredLog mirrorOf(long size) {
    return new MirroredLog(FakeLog.named("one.example").grow(size), base).mirror();
  }

  /**
   * The log grew into another history. Its tiles on the path to the end of the mirrored tree show
   * how far both are the same.
   */
  @ParameterizedTest
  @CsvSource({
    "515, 300, 256",
    "515, 514, 514",
    "515, 0, 0",
    "66307, 65700, 65536",
    "66307, 66306, 66306",
    "66307, 256, 0"
  })
  void entriesOfBothHistoriesStayAnchored(long mirrored, long fork, long undisputed) {
    MirroredLog mirror = mirrorOf(mirrored);
    FakeLog other = mirror.log.fork(fork).grow(mirrored);
    Evidence evidence = growth(mirror, other);
    MirrorMatcher matcher = matcher(mirror, () -> List.of(evidence));

    for (long index : new long[] {0, undisputed - 1, undisputed, mirrored - 1}) {
      if (index >= 0) {
        MirrorMatch match = matcher.match(MirroredLog.claim(mirror.log, index, mirrored));
        boolean isCommon = index < undisputed;
        assertThat(match.state())
            .isEqualTo(isCommon ? MirrorMatch.State.ANCHORED : MirrorMatch.State.DISPUTED);
        assertThat(match.failure()).isEmpty();
        assertThat(match.warning().orElseThrow()).contains("two histories");
      }
    }
  }

  @Test
  void treeThatIsNotMirroredProvesNothingDuringQuarantine() {
    MirroredLog mirror = mirrorOf(515);
    FakeLog other = mirror.log.fork(300).grow(300);
    Evidence evidence = growth(mirror, other);

    MirrorMatch match =
        matcher(mirror, () -> List.of(evidence)).match(MirroredLog.claim(other, 5, 600));

    assertThat(match.state()).isEqualTo(MirrorMatch.State.DISPUTED);
    assertThat(match.failure()).contains(Failure.QUARANTINED);
  }

  /** Of a smaller tree nothing is known but its root. */
  @Test
  void everyEntryIsDisputedAfterASplitView() {
    MirroredLog mirror = mirrorOf(515);
    FakeLog other = mirror.log.fork(300).grow(100);
    assertThatThrownBy(() -> matcher(mirror).match(MirroredLog.claim(other, 5, 400)))
        .isInstanceOf(ContradictionException.class);

    MirrorMatch match = matcher(mirror, () -> kept).match(MirroredLog.claim(mirror.log, 0, 515));

    assertThat(match.state()).isEqualTo(MirrorMatch.State.DISPUTED);
    assertThat(match.failure()).isEmpty();
    assertThat(match.failureIfNotAnchored()).isEqualTo(Failure.QUARANTINED);
  }

  @Test
  void evidenceThatProvesNothingIsReported() {
    MirroredLog mirror = mirrorOf(515);
    FakeLog sameHistory = mirror.log.fork(515).grow(600);
    Evidence evidence = growth(mirror, sameHistory);

    MirrorMatch match =
        matcher(mirror, () -> List.of(evidence)).match(MirroredLog.claim(mirror.log, 300, 515));

    assertThat(match.state()).isEqualTo(MirrorMatch.State.ANCHORED);
    assertThat(match.warning().orElseThrow()).contains("not valid", "not a contradiction");
  }

  private static Evidence growth(MirroredLog mirror, FakeLog other) {
    Map<Tile, TileHashes> tiles =
        new TileConsistencyProof(mirror.log.head(), other.head())
            .requiredTiles().stream()
                .collect(
                    Collectors.toMap(
                        Function.identity(), tile -> TileHashes.read(tile, other.tile(tile))));
    return new Evidence(
        Failure.INCONSISTENT,
        mirror.log.identity().origin(),
        "one",
        NOON,
        "http://one.example/checkpoint",
        SignedNote.parse(mirror.log.checkpoint()),
        SignedNote.parse(other.checkpoint()),
        tiles);
  }

  private MirrorMatcher matcher(MirroredLog mirror) {
    return matcher(mirror, QuarantineLookup.NONE);
  }

  private MirrorMatcher matcher(MirroredLog mirror, QuarantineLookup quarantines) {
    return new MirrorMatcher(
        mirror.catalog(), mirror.tree, AnchorStore.NONE, quarantines, kept::add, clock());
  }

  private MirrorMatcher v1(MirroredLog mirror, Backend host, AnchorStore anchors) {
    return new MirrorMatcher(
        new BackendCatalog(List.of(host)),
        mirror.tree,
        anchors,
        QuarantineLookup.NONE,
        kept::add,
        clock());
  }

  private static KeyPair ecKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static Clock clock() {
    return Clock.fixed(NOON, ZoneOffset.UTC);
  }

  private static void flip(MirroredLog mirror, Tile tile) throws IOException {
    Path file = mirror.directory().resolve(tile.path());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }
}
