package org.stellaops.attestor.testlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

class FakeLogTest {
  private final FakeLog log = FakeLog.named("fake.example");

  @Test
  void keyIsDeterministic() {
    assertThat(log.identity().key())
        .hasToString("fake.example+c1043c68+Ae94ersdMRJpTv3KAJbP9tKgzTNAZ0IvSZgjraNCIfoF");
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/tlog/reference-roots.csv")
  void rootsMatchReferenceTree(long size, String root) {
    assertThat(log.grow(size).head()).hasToString(size + " " + root);
    assertThat(log.grow(300).head(size)).hasToString(size + " " + root);
  }

  @Test
  void servedCheckpointVerifiesAndStatesHead() {
    log.grow(3).grow(297);

    assertThat(open(log).head()).isEqualTo(log.head());
    assertThat(open(log).head().size()).isEqualTo(300);
    assertThat(log.get("checkpoint")).hasValue(log.checkpoint());
  }

  @Test
  void emptyLogServesOnlyCheckpoint() {
    assertThat(open(log).head()).isEqualTo(TreeHead.EMPTY);
    assertThat(log.get("tile/0/000.p/1")).isEmpty();
    assertThat(log.get("tile/entries/000")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 255, 256, 257, 513, 66307})
  void servedFilesHashToCheckpointRoot(long size) {
    log.grow(size);
    TreeShape shape = new TreeShape(size);

    TreeHashes tree =
        new TreeHashes(needed -> {
          int width = shape.width(needed.level(), needed.index());
          Tile tile = new Tile(needed.level(), needed.index(), width);
          return TileHashes.read(tile, served(tile));
        });

    assertThat(tree.root(size)).isEqualTo(log.head().root());
    for (long index = 0; index < shape.tiles(0); index++) {
      EntryBundle bundle = new EntryBundle(index, shape.width(0, index));
      assertThat(Entries.read(bundle, served(bundle)).leafHashes().bytes())
          .isEqualTo(served(bundle.leaves()));
    }
  }

  @Test
  void partialFilesExistOnlyForSignedSizes() {
    log.grow(3).grow(2);
    log.checkpoint(4);

    assertThat(log.get("tile/0/000.p/3")).isPresent();
    assertThat(log.get("tile/entries/000.p/4")).isPresent();
    assertThat(log.get("tile/0/000.p/5")).isPresent();
    assertThat(log.get("tile/0/000.p/2")).isEmpty();
    assertThat(log.get("tile/0/000.p/6")).isEmpty();
    assertThat(log.get("tile/0/000")).isEmpty();
    assertThat(log.get("tile/1/000.p/1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tile", "tile/0/0", "tile/0/000.p/0", "tile/entries/../000", "x"})
  void invalidPathIsNotFound(String path) {
    assertThat(log.grow(300).get(path)).isEmpty();
  }

  @Test
  void collectedPartialsAreGoneOnlyWhereFullFileExists() {
    log.grow(200).grow(100).grow(10).collectGarbage();

    assertThat(log.get("tile/0/000.p/200")).isEmpty();
    assertThat(log.get("tile/entries/000.p/200")).isEmpty();
    assertThat(log.get("tile/0/000")).isPresent();
    assertThat(log.get("tile/0/001.p/44")).isPresent();
    assertThat(log.grow(300).get("tile/0/001.p/44")).isEmpty();
  }

  @Test
  void forkSharesKeyAndPrefixAndThenDiverges() {
    log.grow(400);
    FakeLog fork = log.fork(300);

    assertThat(fork.identity()).isEqualTo(log.identity());
    assertThat(fork.head()).isEqualTo(log.head(300));
    fork.grow(100);
    assertThat(fork.head(300)).isEqualTo(log.head(300));
    assertThat(fork.head(301)).isNotEqualTo(log.head(301));
    assertThat(fork.head()).isNotEqualTo(log.head());
    assertThat(fork.tile(Tile.full(0, 0))).isEqualTo(log.tile(Tile.full(0, 0)));
    assertThat(fork.entryBundle(new EntryBundle(1, 44)))
        .isEqualTo(log.entryBundle(new EntryBundle(1, 44)));
    assertThat(fork.entryBundle(new EntryBundle(1, 45)))
        .isNotEqualTo(log.entryBundle(new EntryBundle(1, 45)));
  }

  @Test
  void forkOfForkIsThirdHistory() {
    FakeLog fork = log.grow(5).fork(3).grow(2);
    FakeLog third = fork.fork(3).grow(2);

    assertThat(List.of(log.head(), fork.head(), third.head())).doesNotHaveDuplicates();
  }

  @Test
  void forkAtZeroSharesNothing() {
    assertThat(log.grow(1).fork(0).grow(1).head()).isNotEqualTo(log.head());
  }

  @Test
  void tamperFlipsOneBitOfOneFile() {
    log.grow(600);
    byte[] content = served(Tile.full(0, 1));
    log.tamper(Tile.full(0, 1), 31);

    byte[] shown = served(Tile.full(0, 1));
    assertThat(shown[31] ^ content[31]).isEqualTo(1);
    shown[31] = content[31];
    assertThat(shown).isEqualTo(content);
    assertThat(log.tile(Tile.full(0, 1))).isEqualTo(content);
    assertThat(served(Tile.full(0, 0))).isEqualTo(log.tile(Tile.full(0, 0)));
    assertThat(served(EntryBundle.full(1))).isEqualTo(log.entryBundle(EntryBundle.full(1)));
  }

  @Test
  void tamperedEntryBundleStillParses() {
    log.grow(5).tamper(new EntryBundle(0, 5));

    Entries entries = Entries.read(new EntryBundle(0, 5), served(new EntryBundle(0, 5)));
    assertThat(entries.get(4)).isEqualTo("5".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void truncatedAndExtendedFilesHaveWrongLength() {
    log.grow(300).truncate(Tile.full(0, 0), 8191).extend(EntryBundle.full(0), 1);

    assertThat(served(Tile.full(0, 0))).hasSize(8191);
    assertThat(served(EntryBundle.full(0)))
        .hasSize(log.entryBundle(EntryBundle.full(0)).length + 1);
  }

  @Test
  void modificationsAccumulate() {
    log.grow(1).extend(new Tile(0, 0, 1), 2).truncate(new Tile(0, 0, 1), 33);

    assertThat(served(new Tile(0, 0, 1))).hasSize(33);
  }

  @Test
  void withheldFileIsMissingUntilTamperingStops() {
    log.grow(300).withhold(Tile.full(0, 0)).tamper(EntryBundle.full(0));

    assertThat(log.get("tile/0/000")).isEmpty();
    assertThat(log.get("tile/entries/000")).isPresent();
    log.stopTampering();
    assertThat(log.get("tile/0/000")).isPresent();
    assertThat(served(EntryBundle.full(0))).isEqualTo(log.entryBundle(EntryBundle.full(0)));
  }

  @Test
  void frozenLogSignsSameHeadWithFreezeLine() {
    byte[] before = log.grow(5).checkpoint();
    log.freeze();

    assertThat(log.checkpoint()).isNotEqualTo(before);
    assertThat(open(log).head()).isEqualTo(log.head());
    assertThat(open(log).checkpoint().isFrozen()).isTrue();
    assertThat(open(log).note().text()).contains("\nLog frozen \u2014 ");
  }

  @Test
  void rotatedKeyHasSameName() {
    LogIdentity before = log.grow(5).identity();
    log.rotateKey();

    assertThat(log.identity().key().name()).isEqualTo(before.key().name());
    assertThat(log.identity().key()).isNotEqualTo(before.key());
    assertThat(open(log).head().size()).isEqualTo(5);
    assertThatThrownBy(() -> before.open(log.checkpoint(), List.of()))
        .isInstanceOf(AttestorException.class);
    LogIdentity once = log.identity();
    assertThat(log.rotateKey().identity()).isNotIn(before, once);
  }

  @Test
  void rolledBackLogServesOlderCheckpointUntilGrowth() {
    log.grow(300).rollBack(100);

    assertThat(open(log).head()).isEqualTo(log.head(100));
    assertThat(log.get("tile/0/000.p/100")).isPresent();
    assertThat(log.get("tile/0/001.p/44")).isPresent();
    assertThat(open(log.grow(1)).head().size()).isEqualTo(301);
  }

  @Test
  void servesGivenBytesAsCheckpointUntilGrowth() {
    log.serveCheckpoint(new byte[] {1, 2, 3});

    assertThat(log.get("checkpoint")).hasValue(new byte[] {1, 2, 3});
    assertThat(open(log.grow(1)).head().size()).isEqualTo(1);
  }

  @Test
  void signsFalseStatements() {
    String text = "fake.example\n007\n" + log.head().root() + "\n";

    SignedNote note = SignedNote.parse(log.sign(text));
    assertThat(note.isSignedBy(log.identity().key())).isTrue();
    assertThatThrownBy(() -> Checkpoint.parse(note.text())).isInstanceOf(MalformedException.class);
  }

  @Test
  void checkpointsCarryExtensionLines() {
    byte[] note = log.grow(2).checkpoint(1, "Timestamp: 1689177396617352539", "two");

    assertThat(log.identity().open(note, List.of()).checkpoint().extensions())
        .containsExactly("Timestamp: 1689177396617352539", "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void signsWithOtherKeyTypeAndName(String algorithm) throws Exception {
    NoteSigner signer =
        NoteSigner.of("key.example", KeyPairGenerator.getInstance(algorithm).generateKeyPair());
    FakeLog other = FakeLog.signedBy("log.example - 42", signer).grow(3);

    assertThat(open(other).origin()).hasToString("log.example - 42");
    assertThat(open(other).note().signatures().get(0).name()).isEqualTo("key.example");
    assertThat(other.rotateKey().identity().key().name()).isEqualTo("key.example");
    assertThat(open(other).head()).isEqualTo(other.head());
  }

  @Test
  void differentEntriesGiveDifferentHead() {
    FakeLog random = FakeLog.named("fake.example").withEntries(new RandomEntries(200)).grow(257);

    assertThat(random.head()).isNotEqualTo(log.grow(257).head());
    assertThat(random.entryBundle(EntryBundle.full(0))).hasSize(256 * 202);
    assertThatThrownBy(() -> random.withEntries(new RandomEntries(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rejectsEntryTooLongForEntryBundle() {
    FakeLog wide = FakeLog.named("fake.example").withEntries(i -> new byte[65_535 + (int) i]);

    assertThat(wide.grow(1).entryBundle(new EntryBundle(0, 1))).hasSize(65_537);
    assertThatThrownBy(() -> wide.grow(1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(wide.size()).isEqualTo(1);
  }

  @Test
  void rejectsSizesBeyondEnd() {
    log.grow(5);

    assertThatThrownBy(() -> log.head(6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.fork(6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.rollBack(6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.tile(Tile.full(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.entryBundle(new EntryBundle(0, 6)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] served(Resource resource) {
    Optional<byte[]> content = log.get(resource.path());
    assertThat(content).isPresent();
    return content.orElseThrow();
  }

  private static SignedCheckpoint open(FakeLog log) {
    return log.identity().open(log.checkpoint(), List.of());
  }
}
