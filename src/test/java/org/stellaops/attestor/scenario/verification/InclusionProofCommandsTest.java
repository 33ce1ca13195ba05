package org.stellaops.attestor.scenario.verification;

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
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Rfc6962;

/** Entries that are looked for in a mirror, and proofs that are made of it for others. */
class InclusionProofCommandsTest {
  private static final long SIZE = 66_000;
  private static final FakeLog LOG = FakeLog.named("prove.example/log").grow(SIZE);

  @TempDir private Path directory;

  private Path mirror;
  private String config = "";

  @BeforeEach
  void mirrorLog() {
    TestConfiguration configuration =
        MirrorUnderTest.of(directory, LOG, AirGapFixture.UNREACHABLE)
            .database("jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody");
    config = configuration.file().toString();
    mirror =
        configuration.settings().tiles().basePath().resolve(LOG.identity().origin().directory());
    LOG.write(mirror);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 255, 256, 65_535, 65_536, SIZE - 1})
  void proofVerifiesWithOnlyTheLogKey(long index) throws IOException {
    Path proof = directory.resolve("entry.tlog-proof");
    assertThat(runOnMirror("prove", "--index", "" + index, "--output", proof.toString()).status())
        .isZero();

    CommandResult unrelated =
        CommandResult.run("verify-proof", proof.toString(), "--public-key", logKey());
    assertThat(unrelated.status()).as(unrelated.err()).isZero();
    assertThat(unrelated.out())
        .startsWith("good proof: entry ")
        .contains(Rfc6962.leaf(entry(index)).hex(), "\nnot asked: no mirror is configured");
    TlogProof parsed = TlogProof.parse(Files.readAllBytes(proof));
    assertThat(parsed.extra()).contains(entry(index));
    assertThat(parsed.embeddedLeafHash()).contains(Rfc6962.leaf(entry(index)));
  }

  @Test
  void proofIsAnchoredOnAMirrorOfTheLog() throws IOException {
    Path proof = prove(300, "--without-entry");
    Path entry = Files.write(directory.resolve("entry"), entry(300));

    CommandResult anchored =
        runWithConfig("verify-proof", proof, "--require-anchored", "--entry", entry.toString());
    assertThat(anchored.status()).as(anchored.err()).isZero();
    assertThat(anchored.out()).contains("\nanchored: ").doesNotContain("anchored: anchored");

    Files.delete(mirror.resolve("checkpoint"));
    assertThat(
            runWithConfig("verify-proof", proof, "--require-anchored", "--entry", entry.toString())
                .status())
        .isEqualTo(4);
  }

  @Test
  void rejectsAProofOfAnotherEntryOrKey() throws IOException {
    Path proof = prove(300, "--without-entry");
    Path other = Files.write(directory.resolve("entry"), entry(301));

    assertThat(runWithConfig("verify-proof", proof).status()).isEqualTo(2);
    CommandResult notIncluded = runWithConfig("verify-proof", proof, "--entry", other.toString());
    assertThat(notIncluded.status()).isEqualTo(1);
    assertThat(notIncluded.err()).startsWith("stella: not_included: ");
    FakeLog unrelated = FakeLog.named("prove.example/stranger");
    CommandResult untrusted =
        CommandResult.run(
            "verify-proof",
            prove(7).toString(),
            "--public-key",
            unrelated.identity().key().toString(),
            "--key-name",
            "prove.example/stranger");
    assertThat(untrusted.status()).isEqualTo(1);
    assertThat(untrusted.err()).startsWith("stella: untrusted_key: ");
  }

  @Test
  void rejectsAProofWithAnyChangedByte() throws IOException {
    byte[] good = Files.readAllBytes(prove(300));
    Path changed = directory.resolve("changed.tlog-proof");
    for (int i = 0; i < good.length; i += 7) {
      byte[] bytes = good.clone();
      bytes[i] ^= 1;
      Files.write(changed, bytes);
      assertThat(
              CommandResult.run("verify-proof", changed.toString(), "--public-key", logKey())
                  .status())
          .as("byte %d of %s", i, new String(good, StandardCharsets.UTF_8))
          .isNotZero();
    }
  }

  @Test
  void reportsACheckpointOfAnotherHistoryAsSplitView() throws IOException {
    FakeLog other = LOG.fork(1000).grow(500);
    other.write(mirror);
    Path proof = prove(5);
    LOG.write(mirror);

    CommandResult result = runWithConfig("verify-proof", proof);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("stella: split_view: ").contains("NOT stored");
  }

  @Test
  void findsAnEntryByIndexContentAndLeafHash() throws IOException {
    Path entry = Files.write(directory.resolve("entry"), entry(65_999));
    String hash = Rfc6962.leaf(entry(65_999)).hex();

    for (CommandResult found :
        new CommandResult[] {
          runOnMirror("verify", "-o", "json", "--index", "65999"),
          runOnMirror("verify", "-o", "json", "--entry", entry.toString()),
          runOnMirror("verify", "-o", "json", "--leaf-hash", hash),
          runOnMirror("verify", "-o", "json", "--index", "65999", "--leaf-hash", hash)
        }) {
      assertThat(found.status()).as(found.err()).isZero();
      JsonNode json = new ObjectMapper().readTree(found.out());
      assertThat(json.at("/index").asLong()).isEqualTo(65_999);
      assertThat(json.at("/leafHash").asText()).isEqualTo(hash);
      assertThat(json.at("/treeSize").asLong()).isEqualTo(SIZE);
    }
  }

  @Test
  void distinguishesAnAbsentEntryFromAnUnsearchableOne() throws IOException {
    String unknownHash = "ab".repeat(32);
    CommandResult absent = runOnMirror("verify", "--leaf-hash", unknownHash);
    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.err()).startsWith("stella: not_included: ");

    assertThat(runOnMirror("verify", "--index", "7", "--leaf-hash", unknownHash).status())
        .isEqualTo(1);
    assertThat(runOnMirror("verify", "--index", "66000").status()).isEqualTo(4);
    assertThat(runOnMirror("verify", "--index", "-1").status()).isEqualTo(2);
    assertThat(runOnMirror("verify").status()).isEqualTo(2);

    Files.delete(mirror.resolve("tile/0/001"));
    CommandResult unknown = runOnMirror("verify", "--leaf-hash", unknownHash);
    assertThat(unknown.status()).isEqualTo(4);
    assertThat(unknown.err()).contains("; 1 tile is missing");
  }

  @Test
  void refusesToProveFromADamagedTile() throws IOException {
    Path tile = mirror.resolve("tile/0/001");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[40] ^= 1;
    Files.write(tile, bytes);

    CommandResult result = runOnMirror("prove", "--index", "300");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("stella: bad_tile: ");
    assertThat(result.out()).isEmpty();
  }

  private Path prove(long index, String... options) throws IOException {
    Path proof = directory.resolve("entry" + index + ".tlog-proof");
    String[] arguments = new String[options.length + 2];
    arguments[0] = "--index";
    arguments[1] = "" + index;
    System.arraycopy(options, 0, arguments, 2, options.length);
    CommandResult result = runOnMirror("prove", arguments);
    assertThat(result.status()).as(result.err()).isZero();
    return Files.writeString(proof, result.out());
  }

  private CommandResult runOnMirror(String command, String... options) {
    String[] arguments = new String[options.length + 5];
    System.arraycopy(options, 0, arguments, 5, options.length);
    arguments[0] = command;
    arguments[1] = "--config";
    arguments[2] = config;
    arguments[3] = "--backend";
    arguments[4] = TestConfiguration.BACKEND;
    return CommandResult.run(arguments);
  }

  private CommandResult runWithConfig(String command, Path file, String... options) {
    String[] arguments = new String[options.length + 4];
    System.arraycopy(options, 0, arguments, 4, options.length);
    arguments[0] = command;
    arguments[1] = file.toString();
    arguments[2] = "--config";
    arguments[3] = config;
    return CommandResult.run(arguments);
  }

  private static String logKey() {
    return LOG.identity().key().toString();
  }

  private static byte[] entry(long index) {
    return Long.toString(index).getBytes(StandardCharsets.US_ASCII);
  }
}
