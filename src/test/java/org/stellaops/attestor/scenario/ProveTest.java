package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.tlog.Rfc6962;

/** Entries that are looked for in a mirror, and proofs that are made of it for others. */
class ProveTest {
  private static final long SIZE = 66_000;
  private static final FakeLog LOG = FakeLog.named("prove.example/log").grow(SIZE);

  @TempDir private Path directory;

  private Path mirror;
  private String config = "";

  @BeforeEach
  void mirrorTheLog() {
    TestConfiguration configuration =
        MirrorUnderTest.of(directory, LOG, TwoSides.NOWHERE)
            .database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody");
    config = configuration.file().toString();
    mirror =
        configuration.settings().tiles().basePath().resolve(LOG.identity().origin().directory());
    LOG.write(mirror);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 255, 256, 65_535, 65_536, SIZE - 1})
  void proofIsGoodForWhoeverHasNothingButTheKey(long index) throws IOException {
    Path proof = directory.resolve("entry.tlog-proof");
    assertThat(mirrored("prove", "--index", "" + index, "--output", proof.toString()).status())
        .isZero();

    Answered stranger = Answered.to("verify-proof", proof.toString(), "--public-key", key());
    assertThat(stranger.status()).as(stranger.err()).isZero();
    assertThat(stranger.out())
        .startsWith("good proof: entry ")
        .contains(Rfc6962.leaf(entry(index)).hex(), "anchored: not_asked");
    assertThat(TlogProof.parse(Files.readAllBytes(proof)).ownEntry()).contains(entry(index));
  }

  @Test
  void proofIsAnchoredWhereTheLogIsMirrored() throws IOException {
    Path proof = prove(300, "--without-entry");
    Path entry = Files.write(directory.resolve("entry"), entry(300));

    Answered anchored =
        configured("verify-proof", proof, "--require-anchored", "--entry", entry.toString());
    assertThat(anchored.status()).as(anchored.err()).isZero();
    assertThat(anchored.out()).contains("anchored: anchored");

    Files.delete(mirror.resolve("checkpoint"));
    assertThat(
            configured("verify-proof", proof, "--require-anchored", "--entry", entry.toString())
                .status())
        .isEqualTo(4);
  }

  @Test
  void proofOfAnotherEntryOrByAnotherKeyIsRefused() throws IOException {
    Path proof = prove(300, "--without-entry");
    Path other = Files.write(directory.resolve("entry"), entry(301));

    assertThat(configured("verify-proof", proof).status()).isEqualTo(2);
    Answered notIncluded = configured("verify-proof", proof, "--entry", other.toString());
    assertThat(notIncluded.status()).isEqualTo(1);
    assertThat(notIncluded.err()).startsWith("stella: not_included: ");
    FakeLog stranger = FakeLog.named("prove.example/stranger");
    Answered untrusted =
        Answered.to(
            "verify-proof",
            prove(7).toString(),
            "--public-key",
            stranger.identity().key().toString(),
            "--key-name",
            "prove.example/stranger");
    assertThat(untrusted.status()).isEqualTo(1);
    assertThat(untrusted.err()).startsWith("stella: untrusted_key: ");
  }

  @Test
  void everyChangedByteOfAProofIsRefused() throws IOException {
    byte[] good = Files.readAllBytes(prove(300));
    Path changed = directory.resolve("changed.tlog-proof");
    for (int i = 0; i < good.length; i += 7) {
      byte[] bytes = good.clone();
      bytes[i] ^= 1;
      Files.write(changed, bytes);
      assertThat(Answered.to("verify-proof", changed.toString(), "--public-key", key()).status())
          .as("byte %d of %s", i, new String(good, StandardCharsets.UTF_8))
          .isNotZero();
    }
  }

  @Test
  void checkpointOfAnotherHistoryIsASplitView() throws IOException {
    FakeLog other = LOG.fork(1000).grow(500);
    other.write(mirror);
    Path proof = prove(5);
    LOG.write(mirror);

    Answered answered = configured("verify-proof", proof);

    assertThat(answered.status()).isEqualTo(1);
    assertThat(answered.err()).startsWith("stella: split_view: ").contains("NOT stored");
  }

  @Test
  void entryIsFoundByNumberByContentAndByHash() throws IOException {
    Path entry = Files.write(directory.resolve("entry"), entry(65_999));
    String hash = Rfc6962.leaf(entry(65_999)).hex();

    for (Answered found :
        new Answered[] {
          mirrored("verify", "-o", "json", "--index", "65999"),
          mirrored("verify", "-o", "json", "--entry", entry.toString()),
          mirrored("verify", "-o", "json", "--leaf-hash", hash),
          mirrored("verify", "-o", "json", "--index", "65999", "--leaf-hash", hash)
        }) {
      assertThat(found.status()).as(found.err()).isZero();
      JsonNode json = new ObjectMapper().readTree(found.out());
      assertThat(json.at("/index").asLong()).isEqualTo(65_999);
      assertThat(json.at("/leafHash").asText()).isEqualTo(hash);
      assertThat(json.at("/treeSize").asLong()).isEqualTo(SIZE);
    }
  }

  @Test
  void entryThatIsNotThereIsToldFromOneThatCannotBeLookedFor() throws IOException {
    String nowhere = "ab".repeat(32);
    Answered absent = mirrored("verify", "--leaf-hash", nowhere);
    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.err()).startsWith("stella: not_included: ");

    assertThat(mirrored("verify", "--index", "7", "--leaf-hash", nowhere).status()).isEqualTo(1);
    assertThat(mirrored("verify", "--index", "66000").status()).isEqualTo(4);
    assertThat(mirrored("verify", "--index", "-1").status()).isEqualTo(2);
    assertThat(mirrored("verify").status()).isEqualTo(2);

    Files.delete(mirror.resolve("tile/0/001"));
    Answered unknown = mirrored("verify", "--leaf-hash", nowhere);
    assertThat(unknown.status()).isEqualTo(4);
    assertThat(unknown.err()).contains("1 tiles are not there");
  }

  @Test
  void damagedTileMakesNoProof() throws IOException {
    Path tile = mirror.resolve("tile/0/001");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[40] ^= 1;
    Files.write(tile, bytes);

    Answered answered = mirrored("prove", "--index", "300");

    assertThat(answered.status()).isEqualTo(1);
    assertThat(answered.err()).startsWith("stella: bad_tile: ");
    assertThat(answered.out()).isEmpty();
  }

  private Path prove(long index, String... more) throws IOException {
    Path proof = directory.resolve("entry" + index + ".tlog-proof");
    String[] words = new String[more.length + 2];
    words[0] = "--index";
    words[1] = "" + index;
    System.arraycopy(more, 0, words, 2, more.length);
    Answered answered = mirrored("prove", words);
    assertThat(answered.status()).as(answered.err()).isZero();
    return Files.writeString(proof, answered.out());
  }

  private Answered mirrored(String command, String... more) {
    String[] words = new String[more.length + 5];
    System.arraycopy(more, 0, words, 5, more.length);
    words[0] = command;
    words[1] = "--config";
    words[2] = config;
    words[3] = "--backend";
    words[4] = TestConfiguration.BACKEND;
    return Answered.to(words);
  }

  private Answered configured(String command, Path file, String... more) {
    String[] words = new String[more.length + 4];
    System.arraycopy(more, 0, words, 4, more.length);
    words[0] = command;
    words[1] = file.toString();
    words[2] = "--config";
    words[3] = config;
    return Answered.to(words);
  }

  private static String key() {
    return LOG.identity().key().toString();
  }

  private static byte[] entry(long index) {
    return Long.toString(index).getBytes(StandardCharsets.US_ASCII);
  }
}
