package org.stellaops.attestor.scenario.rekor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.app.VerifiedAnchors;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;
import org.stellaops.attestor.testlog.FaultInjection;
import org.stellaops.attestor.tlog.TreeHead;

/** What is fetched of a public Rekor v1 log for use behind the gap: anchors, and single entries. */
class RekorV1AnchorsTest {
  private static final long CLOSED = 11;
  private static final long ACTIVE = 22;
  private static final String CLOSED_PORT = "http://127.0.0.1:1/";
  private static final String PROOF = "api/v1/log/proof";
  private static final String RETRIEVE = "api/v1/log/entries/retrieve";

  @TempDir private static Path directory;

  private static FakeRekor rekor;
  private static FakeRekorServer server;
  private static TestConfiguration configuration;
  private static String config;

  @BeforeAll
  static void setUp() {
    rekor = FakeRekor.named("rekor.example").openShard(CLOSED, 300).openShard(ACTIVE, 1000);
    server = FakeRekorServer.start(rekor);
    configuration =
        MirrorUnderTest.in(directory).follow("prod", rekor, server.url()).sync("retryDelay", "1ms");
    config = configuration.file().toString();
    assertThat(run("sync", "--all").status()).isZero();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void stopMisbehaving() {
    rekor.stopTampering();
    server.requests().clear();
  }

  @Test
  void anchorConnectsABundleToTheHeadAndIsVerifiedOffline() throws IOException {
    TreeHead pastHead = rekor.shard(ACTIVE).head(777);

    CommandResult added = run("anchor", "add", bundle("app", 777).toString(), "--decoys", "3");

    assertThat(added.status()).as(added.err()).isZero();
    assertThat(added.out()).contains("size 777 of 'rekor.example - 22' to size 1,000");
    assertThat(server.requests().count(PROOF)).isEqualTo(4);
    VerifiedAnchors anchors = new VerifiedAnchors(configuration.settings());
    assertThat(anchors.findAcceptedHead(origin(ACTIVE), pastHead))
        .hasValueSatisfying(
            held -> assertThat(held.head()).isEqualTo(rekor.shard(ACTIVE).head(1000)));
    assertThat(anchors.findAcceptedHead(origin(CLOSED), pastHead)).isEmpty();
    assertThat(run("anchor", "list").out()).containsPattern("prod/22 +777 +1,000 .* good");
  }

  @Test
  void reportsAnotherRootOfAnAnchoredSizeAsAContradiction() throws IOException {
    run("anchor", "add", bundle("lib", 555).toString());
    TreeHead other = rekor.shard(ACTIVE).fork(554).grow(1).head();

    assertThatExceptionOfType(ContradictionException.class)
        .isThrownBy(() ->
            new VerifiedAnchors(configuration.settings()).findAcceptedHead(origin(ACTIVE), other))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.SPLIT_VIEW));
  }

  @Test
  void rejectsAnAnchorWithAChangedByte() throws IOException {
    run("anchor", "add", bundle("tool", 333).toString());
    Path file =
        directory
            .resolve("carry")
            .resolve(origin(ACTIVE).directory())
            .resolve("anchors/333.anchor");
    byte[] good = Files.readAllBytes(file);
    TreeHead pastHead = rekor.shard(ACTIVE).head(333);

    for (int i = 0; i < good.length; i += 7) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThatExceptionOfType(AttestorException.class)
          .as("byte " + i)
          .isThrownBy(() ->
              new VerifiedAnchors(configuration.settings())
                  .findAcceptedHead(origin(ACTIVE), pastHead));
    }
    Files.write(file, good);
  }

  @Test
  void anchorsASizeAloneUnlessItIsAPowerOfTwo() {
    assertThat(run("anchor", "add", "--backend", "prod", "--size", "700").status()).isZero();
    assertThat(run("anchor", "add", "--backend", "prod", "--size", "512").err())
        .contains("bad_proof")
        .contains("power of two");
  }

  @Test
  void doesNotAnchorAHeadThatIsNotMirroredYet() {
    CommandResult added = run("anchor", "add", "--backend", "prod", "--size", "100000");

    assertThat(added.status()).isEqualTo(4);
    assertThat(added.err()).contains("stella attestor sync --backend prod/22");
  }

  @Test
  void rejectsAProofOfAnotherTreeAsAnchor() throws IOException {
    rekor.modifyProofs(hashes -> hashes.stream().map(hash -> "ab".repeat(32)).toList());

    CommandResult added = run("anchor", "add", bundle("bad", 222).toString());

    assertThat(added.status()).isEqualTo(1);
    assertThat(added.err()).contains("bad_proof");
    assertThat(run("anchor", "list").out()).doesNotContain(" 222 ");
  }

  @Test
  void fetchesAndVerifiesEntriesInBatchesOfTen() throws IOException {
    Stream<String> arguments =
        LongStream.range(290, 302).boxed().flatMap(i -> Stream.of("--index", i.toString()));

    CommandResult fetched = run(arguments, "entries", "fetch", "--backend", "prod");

    assertThat(fetched.status()).as(fetched.err()).isZero();
    assertThat(server.requests().count(RETRIEVE)).isEqualTo(2);
    assertThat(fetched.out())
        .contains("entry 299: index 299 of 'rekor.example - 11'")
        .contains("entry 300: index 0 of 'rekor.example - 22'");
    Path file = entry(ACTIVE, 1);
    String key = Base64.getEncoder().encodeToString(rekor.key().publicKey().getEncoded());
    Path pem = directory.resolve("rekor.pem");
    Files.writeString(pem, "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
    for (CommandResult verified :
        List.of(
            run("verify-proof", file.toString()),
            run("verify-proof", file.toString(), "--public-key", pem.toString()))) {
      assertThat(verified.status()).as(verified.err()).isZero();
    }
  }

  @Test
  void connectsEntriesOfAGrownTreeToTheStoredHead() {
    rekor.grow(50);

    CommandResult fetched =
        run("entries", "fetch", "--backend", "prod", "--uuid", rekor.uuid(ACTIVE, 1040));

    assertThat(fetched.status()).as(fetched.err()).isZero();
    assertThat(server.requests().count(PROOF)).isEqualTo(1);
    assertThat(fetched.out()).contains("index 1040 of 'rekor.example - 22'");
  }

  @Test
  void reportsAMissingEntryAndStoresTheOthers() throws IOException {
    rekor.omit(305);
    Path wanted = Files.writeString(directory.resolve("wanted.txt"), "304\n305\n\n999999\n");

    CommandResult fetched =
        run("entries", "fetch", "--backend", "prod", "--from-file", wanted.toString());

    assertThat(fetched.status()).isEqualTo(4);
    assertThat(fetched.err()).contains("the log did not return entries: 305, 999999");
    assertThat(entry(ACTIVE, 4)).exists();
    assertThat(entry(ACTIVE, 5)).doesNotExist();
  }

  @Test
  void doesNotStoreEntriesOfAnotherHistory() {
    FakeLog honest = rekor.shard(ACTIVE);
    rekor.replaceShard(ACTIVE, honest.fork(600).grow(900));

    CommandResult fetched = run("entries", "fetch", "--backend", "prod", "--index", "1100");
    rekor.replaceShard(ACTIVE, honest);

    assertThat(fetched.status()).isEqualTo(1);
    assertThat(fetched.err()).contains("inconsistent");
    assertThat(entry(ACTIVE, 800)).doesNotExist();
    assertEvidence("inconsistent");
  }

  @Test
  void storesACheckpointOfAnotherHistoryAsEvidenceWithoutAnchoringIt() throws IOException {
    FakeLog other = rekor.shard(ACTIVE).fork(600).grow(120);

    CommandResult added = run("anchor", "add", bundle("forged", other.checkpoint(720)).toString());

    assertThat(added.status()).isEqualTo(1);
    assertThat(added.err()).contains("split_view").contains("evidence list");
    assertThat(run("anchor", "list").out()).doesNotContain(" 720 ");
    assertEvidence("split_view");
  }

  /** What a server may answer instead of entries; none of it is a fault of the program. */
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("404", FaultInjection.status(404, Map.of()), "network", 3),
        Arguments.of("422", FaultInjection.status(422, Map.of()), "network", 3),
        Arguments.of("429", FaultInjection.status(429, Map.of("Retry-After", "0")), "network", 3),
        Arguments.of("500", FaultInjection.status(500, Map.of()), "network", 3),
        Arguments.of("no JSON", FaultInjection.body(text -> "<html>"), "", 0),
        Arguments.of(
            "name of another tree",
            FaultInjection.body(text -> text.replace("0000000000000016", "f".repeat(16))),
            "not_included",
            1),
        Arguments.of(
            "no note as checkpoint",
            FaultInjection.body(
                text -> text.replaceAll("\"checkpoint\":\"[^\"]*\"", "\"checkpoint\":\"x\"")),
            "invalid_note",
            1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void failedRequestIsNeverAFaultOfTheProgram(
      String name, FaultInjection fault, String failure, int status) throws IOException {
    server.injectFault(RETRIEVE, 1_000, fault).injectFault(PROOF, 1_000, fault);
    List<CommandResult> results =
        List.of(
            run("entries", "fetch", "--backend", "prod", "--index", "1100"),
            run("anchor", "add", bundle("past", rekor.shard(ACTIVE).checkpoint(775)).toString()));
    server.clearFaults();

    assertThat(results).as(name).noneMatch(result -> result.err().contains("internal"));
    assertThat(results.get(0).status()).as(name).isNotZero();
    assertThat(results.get(0).err()).as(name).contains(failure);
    if (status != 0) {
      assertThat(results.get(0).status()).as(results.get(0).err()).isEqualTo(status);
    }
  }

  @Test
  void serverThatIsDownIsAFailureOfTheNetwork() throws IOException {
    String idle =
        MirrorUnderTest.in(Files.createDirectories(directory.resolve("down")))
            .follow("prod", rekor, server.url())
            .file()
            .toString();
    assertThat(CommandResult.run("sync", "--all", "--config", idle).status()).isZero();
    String text = Files.readString(Path.of(idle)).replace(server.url().toString(), CLOSED_PORT);
    Files.writeString(Path.of(idle), text);

    CommandResult fetched =
        CommandResult.run(
            "entries", "fetch", "--backend", "prod", "--index", "1", "--config", idle);

    assertThat(fetched.status()).as(fetched.err()).isEqualTo(3);
    assertThat(fetched.err()).contains("network").doesNotContain("internal");
  }

  /** It holds with nothing but the log's key, and the shard is in quarantine until released. */
  private static void assertEvidence(String kind) {
    Matcher line = Pattern.compile("(?m)^(\\d+) .*" + kind).matcher(run("evidence", "list").out());
    assertThat(line.find()).as(run("evidence", "list").out()).isTrue();
    String file = directory.resolve(kind + ".evidence").toString();
    assertThat(run("evidence", "export", line.group(1), "--output", file).status()).isZero();
    CommandResult verified =
        CommandResult.run(
            "evidence",
            "verify",
            file,
            "--public-key",
            rekor.key().toString(),
            "--key-name",
            rekor.host());
    assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
    assertThat(run("sync-status").out()).contains("quarantined");
    assertThat(run("backend", "release", "prod/22", "--reason", "was a trial").status()).isZero();
  }

  /** A Sigstore bundle as far as its checkpoint goes. */
  private static Path bundle(String name, long size) throws IOException {
    return bundle(name, rekor.shard(ACTIVE).checkpoint(size));
  }

  private static Path bundle(String name, byte[] checkpoint) throws IOException {
    String note = new String(checkpoint, StandardCharsets.UTF_8);
    Map<String, Object> entry =
        Map.of("inclusionProof", Map.of("checkpoint", Map.of("envelope", note)));
    Path file = directory.resolve(name + ".sigstore.json");
    new ObjectMapper()
        .writeValue(
            file.toFile(), Map.of("verificationMaterial", Map.of("tlogEntries", List.of(entry))));
    return file;
  }

  private static Path entry(long shard, long index) {
    return directory
        .resolve("carry")
        .resolve(origin(shard).directory())
        .resolve("anchors/entry-" + index + ".tlog-proof");
  }

  private static Origin origin(long shard) {
    return new Origin("rekor.example - " + shard);
  }

  private static CommandResult run(Stream<String> more, String... arguments) {
    return run(Stream.concat(Stream.of(arguments), more).collect(Collectors.toList()));
  }

  private static CommandResult run(String... arguments) {
    return run(Stream.of(arguments).collect(Collectors.toList()));
  }

  private static CommandResult run(List<String> arguments) {
    arguments.add("--config");
    arguments.add(config);
    return CommandResult.run(arguments.toArray(String[]::new));
  }
}
