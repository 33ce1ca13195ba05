package org.stellaops.attestor.scenario.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.FileArrival;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.sigstore.HostileBundles;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.testlog.FakeLog;

/** Hundreds of bundles that anybody can write: alone, among good ones, and in the inbox. */
class HostileAttestationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestSigner SIGNER = TestSigner.ecdsaP256();
  private static final int FLIPS = Integer.getInteger("trial.flips", 20);

  /** Every n-th bundle is verified alone and in the inbox; the trial verifies all. */
  private static final int STRIDE = Integer.getInteger("trial.stride", 12);

  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir private Path directory;

  private final FakeLog log = SIGNER.log("hostile.example/log").grow(20);
  private final Map<String, byte[]> bundles = new TreeMap<>(HostileBundles.of(SIGNER, log, FLIPS));
  private TestConfiguration configuration;
  private Path inbox;
  private Path outbox;

  @BeforeEach
  void configure() throws IOException {
    Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(log));
    Files.writeString(directory.resolve("key.pem"), SIGNER.pem());
    Files.write(directory.resolve("artifact"), SIGNER.artifact(1));
    inbox = Files.createDirectories(directory.resolve("inbox"));
    outbox = directory.resolve("outbox");
    configuration =
        MirrorUnderTest.of(directory, log, AirGapFixture.UNREACHABLE)
            .mode(RunMode.QUIET_DAEMON)
            .sync("enabled", "false")
            .verify("inbox", quoted(inbox))
            .verify("outbox", quoted(outbox))
            .verify("inboxInterval", "100ms")
            .verify("settleTime", "1s")
            .verify("trustedRootPath", quoted(directory.resolve("root.json")))
            .verify("keyPath", quoted(directory.resolve("key.pem")));
  }

  @Test
  void eachAloneIsRefusedWithAReasonAndCannotPrintALineOfItsOwn() throws IOException {
    List<String> faults = new ArrayList<>();
    Path file = directory.resolve("one.sigstore.json");
    for (Map.Entry<String, byte[]> each : sample().entrySet()) {
      Files.write(file, each.getValue());
      Instant start = Instant.now();
      CommandResult result =
          verify("--bundle", file.toString(), directory.resolve("artifact").toString());
      CommandResult json =
          verify("--bundle", file.toString(), "-o", "json", directory.resolve("artifact") + "");
      Duration time = Duration.between(start, Instant.now());
      String all = result.out() + result.err() + json.out() + json.err();
      boolean isRefused =
          result.status() == 1 && result.err().startsWith("stella: bad_attestation");
      if (!isRefused && !(result.status() == 0 && HostileBundles.isUnsigned(each.getKey()))
          || time.compareTo(LIMIT.multipliedBy(2)) > 0
          || all.codePoints().anyMatch(HostileAttestationsTest::isHazard)
          || result.out().lines().filter(line -> line.startsWith("verdict ")).count() != 1) {
        faults.add(each.getKey() + " in " + time + ": " + result.err());
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aBatchHasAVerdictForEach() throws IOException {
    Path batch = Files.createDirectory(directory.resolve("batch"));
    for (Map.Entry<String, byte[]> each : bundles.entrySet()) {
      Files.write(batch.resolve(each.getKey() + ".sigstore.json"), each.getValue());
      Files.write(batch.resolve(each.getKey()), SIGNER.artifact(1));
    }
    Files.write(batch.resolve("good.sigstore.json"), SIGNER.bundle(log, 3, 20));
    Files.write(batch.resolve("good"), SIGNER.artifact(3));
    Files.write(batch.resolve("app.bundle"), SIGNER.bundle(log, 3, 20));

    CommandResult json = verify("--batch", batch.toString(), "-o", "json");
    JsonNode verdicts = JSON.readTree(json.out());

    assertThat(json.status()).isEqualTo(1);
    assertThat(json.err())
        .isEqualTo("1 files without a bundle NAME.sigstore.json are ignored: 'app.bundle'\n");
    assertThat(verdicts).hasSize(bundles.size() + 1);
    for (JsonNode verdict : verdicts) {
      String name = Path.of(verdict.at("/bundle/file").asText()).getFileName().toString();
      String label = verdict.at("/verdict").asText();
      boolean mayBeGood =
          name.equals("good.sigstore.json")
              || HostileBundles.isUnsigned(name.replace(".sigstore.json", ""));
      assertThat(label).as(name).isIn(mayBeGood ? List.of("good", "refused") : List.of("refused"));
      assertThat(label.equals("good") || !verdict.at("/reason").asText().isBlank()).isTrue();
    }
    assertThat(json.out().codePoints()).noneMatch(HostileAttestationsTest::isHazard);
    CommandResult table = verify("--batch", batch.toString());
    assertThat(table.out().lines()).hasSize(bundles.size() + 3);
    assertThat(table.out().codePoints()).noneMatch(HostileAttestationsTest::isHazard);
  }

  @Test
  void theInboxMovesEachToRefusedAndGoodHasExactlyWhatWasVerified() throws IOException {
    for (Map.Entry<String, byte[]> each : sample().entrySet()) {
      drop(each.getKey(), SIGNER.artifact(1));
      drop(each.getKey() + ".sigstore.json", each.getValue());
    }
    drop("held", SIGNER.artifact(3));
    drop("app.bundle", new byte[1]);
    try (FileChannel held = FileChannel.open(inbox.resolve("held"), StandardOpenOption.WRITE);
        MirrorUnderTest daemon = configuration.start()) {
      drop("held.sigstore.json", SIGNER.bundle(log, 3, 20));
      FileArrival.await(outbox.resolve("good/held.sigstore.json"));
      held.write(ByteBuffer.wrap("EVIL FILE".getBytes(StandardCharsets.UTF_8)), 0);
      for (String name : sample().keySet()) {
        FileArrival.await(
            HostileBundles.isUnsigned(name)
                ? outbox.resolve(name + ".verdict.json")
                : outbox.resolve("refused/" + name + ".sigstore.json"));
      }
      assertThat(daemon).isNotNull();
    }
    assertThat(longestVerdict()).isLessThan(LIMIT);
    assertThat(outbox.resolve("good/held")).hasBinaryContent(SIGNER.artifact(3));
    try (Stream<Path> left = Files.list(outbox)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
    String all = Files.readString(outbox.resolve("held.verdict.json"));
    assertThat(all).contains("\"good\"");
  }

  /** The longest time between two verdicts, which the daemon makes one after another. */
  private Duration longestVerdict() throws IOException {
    List<Instant> times = new ArrayList<>();
    for (String name : sample().keySet()) {
      JsonNode verdict = JSON.readTree(outbox.resolve(name + ".verdict.json").toFile());
      times.add(Instant.parse(verdict.at("/decidedAt").asText()));
    }
    times.sort(null);
    Duration longest = Duration.ZERO;
    for (int i = 1; i < times.size(); i++) {
      Duration gap = Duration.between(times.get(i - 1), times.get(i));
      longest = gap.compareTo(longest) > 0 ? gap : longest;
    }
    System.out.println("longest verdict of " + times.size() + ": " + longest.toMillis() + " ms");
    return longest;
  }

  private Map<String, byte[]> sample() {
    Map<String, byte[]> sample = new TreeMap<>();
    int i = 0;
    for (Map.Entry<String, byte[]> each : bundles.entrySet()) {
      boolean isBuilt = !each.getKey().startsWith("json") && !each.getKey().startsWith("body");
      if (i++ % STRIDE == 0 || isBuilt && STRIDE < 12 || each.getKey().contains("sequences-5000")) {
        sample.put(each.getKey(), each.getValue());
      }
    }
    for (String name : List.of("name-twice", "unknown-name", "payload-type", "not-json")) {
      sample.put(name, bundles.get(name));
    }
    return sample;
  }

  private CommandResult verify(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--trusted-root",
                directory.resolve("root.json").toString(),
                "--key",
                directory.resolve("key.pem").toString()));
    all.addAll(List.of(arguments));
    all.add(0, "verify");
    return CommandResult.run(all.toArray(String[]::new));
  }

  private void drop(String name, byte[] content) throws IOException {
    Path hidden = Files.write(inbox.resolve("." + name), content);
    Files.setLastModifiedTime(hidden, FileTime.from(Instant.now().minusSeconds(7200)));
    Files.move(hidden, inbox.resolve(name));
  }

  /** Whether a character controls a terminal, or changes the direction or the lines of text. */
  private static boolean isHazard(int codePoint) {
    return codePoint != '\n'
        && (Character.isISOControl(codePoint)
            || Character.getType(codePoint) == Character.FORMAT
            || codePoint == 0x2028
            || codePoint == 0x2029);
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
