package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.scenario.support.AirGapCommands;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;

/** Bundles by commands, as operators and scripts use them: options, exit codes, keys of JSON. */
class BundleCommandsTest {
  private static final String[] REPORT_KEYS = {
    "direction",
    "outcome",
    "error",
    "message",
    "hint",
    "backend",
    "origin",
    "file",
    "sha256",
    "bytes",
    "content",
    "treeSize",
    "rootHash",
    "baseSize",
    "from",
    "to",
    "volume",
    "volumes",
    "signedBy",
    "proved",
    "pendingSize",
    "mirroredSize",
    "coveredSize",
    "who",
    "startedAt",
    "finishedAt"
  };
  private static final String[] INSPECT_KEYS = {
    "file",
    "bytes",
    "sha256",
    "origin",
    "keyName",
    "keyId",
    "treeSize",
    "rootHash",
    "baseSize",
    "content",
    "from",
    "to",
    "minimumIndex",
    "volume",
    "volumes",
    "tiles",
    "entryBundles",
    "signatures",
    "files"
  };

  @TempDir private Path directory;

  @Test
  void exportsTheSameDeltaSinceAReceiptAndSinceItsSize() throws IOException {
    AirGapCommands airGap = airGapCommands(300);
    Path receipt = airGap.file("back.json");
    CommandResult first =
        airGap.importBundles(
            airGap.export("full.tar.gz"), "--receipt", receipt.toString(), "-o", "json");
    AirGapCommands.assertSucceeded(first);
    JsonNode importReport = onlyReport(first.out());
    assertThat(importReport.fieldNames()).toIterable().containsExactly(REPORT_KEYS);
    assertThat(importReport.path("outcome").asText()).isEqualTo("first_contact");
    assertThat(importReport.path("mirroredSize").asLong()).isEqualTo(300);
    assertThat(first.err()).contains("receipt: " + receipt);
    assertThat(ReceiptFile.read(receipt).mirrored().size()).isEqualTo(300);
    airGap.grow(700);

    CommandResult bySize =
        airGap.connected(
            "export --backend log --include-entries --checkpoints-only-verified -o json",
            "--since",
            "300",
            "--output",
            airGap.file("size.tar.gz").toString());
    Path byReceipt = airGap.export("receipt.tar.gz", "--since", receipt.toString()).get(0);

    AirGapCommands.assertSucceeded(bySize);
    JsonNode delta = onlyReport(bySize.out());
    assertThat(delta.fieldNames()).toIterable().containsExactly(REPORT_KEYS);
    assertThat(delta.path("baseSize").asLong()).isEqualTo(300);
    assertThat(delta.path("from").asLong()).isEqualTo(256);
    assertThat(delta.path("to").asLong()).isEqualTo(1000);
    assertThat(Files.mismatch(byReceipt, airGap.file("size.tar.gz"))).isEqualTo(-1);
    AirGapCommands.assertSucceeded(airGap.importBundles(List.of(byReceipt)));

    CommandResult nothing =
        airGap.connected(
            "export --backend log --include-entries --since 1000 --output",
            airGap.file("none.tar.gz").toString());
    assertThat(nothing.status()).isEqualTo(4);
    assertThat(nothing.err()).contains("there is nothing to export");
    assertThat(airGap.file("none.tar.gz")).doesNotExist();
  }

  @Test
  void importsVolumesOnlyAsACompleteSetUnlessPartialIsGiven() throws IOException {
    AirGapCommands airGap = airGapCommands(6_000);
    List<Path> volumes = airGap.export("kit.tar.gz", "--volume-size", "240000");
    assertThat(volumes).hasSizeGreaterThan(2);
    assertThat(volumes).allSatisfy(each -> assertThat(each.toFile().length()).isLessThan(240_000));
    List<Path> incompleteVolumes = volumes.subList(0, volumes.size() - 1);
    String expectedMessage =
        "volume " + volumes.size() + " of " + volumes.size() + " is missing: entries ";

    CommandResult missing = airGap.importBundles(incompleteVolumes, "-o", "json");

    assertThat(missing.status()).isEqualTo(4);
    assertThat(missing.err()).contains("stella: incomplete: kit.001.tar.gz: " + expectedMessage);
    JsonNode report = onlyReport(missing.out());
    assertThat(report.fieldNames()).toIterable().containsExactly(REPORT_KEYS);
    assertThat(report.path("error").asText()).isEqualTo("incomplete");
    assertThat(report.path("hint").asText()).contains("--partial");
    assertThat(airGap.isolated("checkpoints list --backend log -o json").out())
        .isEqualToIgnoringWhitespace("[]");
    JsonNode row = json(airGap.isolated("bundles list -o json").out()).get(0);
    assertThat(row.path("outcome").asText()).isEqualTo("incomplete");
    assertThat(row.path("backend").asText()).isEqualTo("log");
    assertThat(row.path("message").asText()).startsWith(expectedMessage);

    AirGapCommands.assertSucceeded(airGap.importBundles(incompleteVolumes, "--partial"));
    CommandResult remaining =
        airGap.importBundles(volumes.subList(volumes.size() - 1, volumes.size()), "-o", "json");
    AirGapCommands.assertSucceeded(remaining);
    assertThat(onlyReport(remaining.out()).path("mirroredSize").asLong()).isEqualTo(6_000);
  }

  @Test
  void reportsTheMissingBaseOfADelta() throws IOException {
    AirGapCommands airGap = airGapCommands(300);
    airGap.grow(700);
    Path delta = airGap.export("delta.tar.gz", "--since", "300").get(0);

    CommandResult result = airGap.importBundles(List.of(delta));

    assertThat(result.status()).isEqualTo(4);
    assertThat(result.err())
        .contains("stella: incomplete: delta.tar.gz: an earlier bundle is missing")
        .contains("hint: import the missing bundle first");
  }

  @Test
  void rejectsADamagedBundleAndReportsItAsDamaged() throws IOException {
    AirGapCommands airGap = airGapCommands(300);
    Path good = airGap.export("good.tar.gz").get(0);
    byte[] bytes = Files.readAllBytes(good);
    bytes[bytes.length - bytes.length / 4] ^= 1;
    Path bad = Files.write(airGap.file("bad.tar.gz"), bytes);

    CommandResult goodResult = inspect(good);
    CommandResult goodJsonResult = inspect(good, "-o", "json");
    CommandResult damagedResult = inspect(bad);
    CommandResult damagedJsonResult = inspect(bad, "-o", "json");
    CommandResult importResult = airGap.importBundles(List.of(bad), "-o", "json");

    AirGapCommands.assertSucceeded(goodResult);
    assertThat(goodResult.out()).contains("Content:   entries 0 to 299", "The file is complete.");
    JsonNode view = json(goodJsonResult.out());
    assertThat(view.fieldNames()).toIterable().containsExactly(INSPECT_KEYS);
    assertThat(view.path("bytes").asLong()).isEqualTo(bytes.length);
    assertThat(airGap.file("good.tar.gz.sha256"))
        .hasContent(view.path("sha256").asText() + "  good.tar.gz\n");
    assertThat(List.of(damagedResult.status(), damagedJsonResult.status())).containsOnly(1);
    assertThat(List.of(damagedResult.out(), damagedJsonResult.out())).containsOnly("");
    assertThat(damagedResult.err()).startsWith("stella: bad_bundle: ");
    assertThat(importResult.status()).isEqualTo(1);
    assertThat(onlyReport(importResult.out()).path("error").asText()).startsWith("bad_");
  }

  @Test
  void exportsAllLogsToADirectoryAndWritesOneReceiptPerLog() throws IOException {
    List<FakeLog> logs =
        List.of(
            FakeLog.named("one.example/log").grow(300), FakeLog.named("two.example/log").grow(400));
    Path connected = directory.resolve("connected");
    Path isolated = directory.resolve("isolated");
    TestConfiguration from = new TestConfiguration(Files.createDirectories(connected));
    TestConfiguration to = new TestConfiguration(Files.createDirectories(isolated));
    for (FakeLog log : logs) {
      String id = log.identity().origin().name().substring(0, 3);
      URI url = directory.resolve("source-" + id).toUri();
      log.write(Path.of(url));
      from.follow(id, log, url);
      to.follow(id, log, AirGapFixture.UNREACHABLE);
    }
    Path bundleDirectory = Files.createDirectory(directory.resolve("kits"));
    AirGapCommands.assertSucceeded(
        CommandResult.run("sync", "--all", "--config", from.file().toString()));

    CommandResult exported =
        CommandResult.run(
            "export",
            "--all",
            "--include-entries",
            "--checkpoints-only-verified",
            "--output",
            bundleDirectory.toString(),
            "--config",
            from.file().toString());

    AirGapCommands.assertSucceeded(exported);
    assertThat(bundleDirectory.toFile().list())
        .containsExactlyInAnyOrder(
            "one.tar.gz", "one.tar.gz.sha256", "two.tar.gz", "two.tar.gz.sha256");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "import",
                bundleDirectory + "/one.tar.gz",
                bundleDirectory + "/two.tar.gz",
                "--config"));
    arguments.add(to.file().toString());
    List<String> argumentsWithReceipt = new ArrayList<>(arguments);
    argumentsWithReceipt.addAll(List.of("--receipt", bundleDirectory + "/both.json"));

    CommandResult rejected = CommandResult.run(argumentsWithReceipt.toArray(String[]::new));

    assertThat(rejected.status()).isEqualTo(2);
    assertThat(rejected.err()).contains("2 logs: one.example/log, two.example/log");
    assertThat(bundleDirectory.resolve("both.json")).doesNotExist();
    AirGapCommands.assertSucceeded(CommandResult.run(arguments.toArray(String[]::new)));
    Path receipts = isolated.resolve("receipts");
    assertThat(Set.of(receipts.toFile().list()))
        .isEqualTo(Set.of("one.receipt.json", "two.receipt.json"));
    assertThat(ReceiptFile.read(receipts.resolve("two.receipt.json")).mirrored().size())
        .isEqualTo(400);
  }

  /**
   * Whoever copies the receipt meanwhile gets the old one or the new one, and no half of either.
   */
  @Test
  void replacesAReceiptFileInsteadOfOverwritingItsContent() throws IOException {
    AirGapCommands airGap = airGapCommands(300);
    List<Path> bundle = airGap.export("full.tar.gz");
    Path receipt = airGap.file("back.json");
    AirGapCommands.assertSucceeded(airGap.importBundles(bundle, "--receipt", receipt.toString()));
    byte[] before = Files.readAllBytes(receipt);
    Path hardLink = Files.createLink(airGap.file("link.json"), receipt);

    AirGapCommands.assertSucceeded(airGap.importBundles(bundle, "--receipt", receipt.toString()));

    assertThat(hardLink).hasBinaryContent(before);
    assertThat(Files.readAllBytes(receipt)).isNotEqualTo(before);
    assertThat(airGap.carried().toFile().list()).noneMatch(name -> name.startsWith("."));
  }

  private AirGapCommands airGapCommands(long entries) throws IOException {
    return AirGapCommands.of(directory, FakeLog.named("commands.example/log").grow(entries));
  }

  /** Needs no configuration. */
  private static CommandResult inspect(Path file, String... options) {
    return CommandResult.run(
        Stream.concat(Stream.of("bundles", "inspect", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static JsonNode onlyReport(String reports) throws IOException {
    JsonNode all = json(reports);
    assertThat(all).as(reports).hasSize(1);
    return all.get(0);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
