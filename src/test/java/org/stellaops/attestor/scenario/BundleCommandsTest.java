package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.bundle.ReceiptFile;
import org.stellaops.attestor.fakelog.FakeLog;

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
  void aReceiptAndItsSizeBeginTheSameDelta() throws IOException {
    CommandSides sides = sides(300);
    Path receipt = sides.file("back.json");
    Answered first =
        sides.imports(sides.export("full.tar.gz"), "--receipt", receipt.toString(), "-o", "json");
    CommandSides.assertGood(first);
    JsonNode took = one(first.out());
    assertThat(took.fieldNames()).toIterable().containsExactly(REPORT_KEYS);
    assertThat(took.path("outcome").asText()).isEqualTo("first_contact");
    assertThat(took.path("mirroredSize").asLong()).isEqualTo(300);
    assertThat(first.err()).contains("receipt: " + receipt);
    assertThat(ReceiptFile.read(receipt).mirrored().size()).isEqualTo(300);
    sides.grow(700);

    Answered bySize =
        sides.connected(
            "export --backend log --include-entries --checkpoints-only-verified -o json",
            "--since",
            "300",
            "--output",
            sides.file("size.tar.gz").toString());
    Path byReceipt = sides.export("receipt.tar.gz", "--since", receipt.toString()).get(0);

    CommandSides.assertGood(bySize);
    JsonNode delta = one(bySize.out());
    assertThat(delta.fieldNames()).toIterable().containsExactly(REPORT_KEYS);
    assertThat(delta.path("baseSize").asLong()).isEqualTo(300);
    assertThat(delta.path("from").asLong()).isEqualTo(256);
    assertThat(delta.path("to").asLong()).isEqualTo(1000);
    assertThat(Files.mismatch(byReceipt, sides.file("size.tar.gz"))).isEqualTo(-1);
    CommandSides.assertGood(sides.imports(List.of(byReceipt)));

    Answered nothing =
        sides.connected(
            "export --backend log --include-entries --since 1000 --output",
            sides.file("none.tar.gz").toString());
    assertThat(nothing.status()).isEqualTo(4);
    assertThat(nothing.err()).contains("there is nothing to export");
    assertThat(sides.file("none.tar.gz")).doesNotExist();
  }

  @Test
  void volumesAreTakenTogetherUnlessPartOfThemIsMeant() throws IOException {
    CommandSides sides = sides(6_000);
    List<Path> volumes = sides.export("kit.tar.gz", "--volume-size", "240000");
    assertThat(volumes).hasSizeGreaterThan(2);
    assertThat(volumes).allSatisfy(each -> assertThat(each.toFile().length()).isLessThan(240_000));
    List<Path> begun = volumes.subList(0, volumes.size() - 1);
    String last = "volume " + volumes.size() + " of " + volumes.size() + " is missing: entries ";

    Answered missing = sides.imports(begun, "-o", "json");

    assertThat(missing.status()).isEqualTo(4);
    assertThat(missing.err()).contains("stella: incomplete: kit.001.tar.gz: " + last);
    JsonNode report = one(missing.out());
    assertThat(report.fieldNames()).toIterable().containsExactly(REPORT_KEYS);
    assertThat(report.path("error").asText()).isEqualTo("incomplete");
    assertThat(report.path("hint").asText()).contains("--partial");
    assertThat(sides.isolated("checkpoints list --backend log -o json").out())
        .isEqualToIgnoringWhitespace("[]");
    JsonNode row = json(sides.isolated("bundles list -o json").out()).get(0);
    assertThat(row.path("outcome").asText()).isEqualTo("incomplete");
    assertThat(row.path("backend").asText()).isEqualTo("log");
    assertThat(row.path("message").asText()).startsWith(last);

    CommandSides.assertGood(sides.imports(begun, "--partial"));
    Answered rest =
        sides.imports(volumes.subList(volumes.size() - 1, volumes.size()), "-o", "json");
    CommandSides.assertGood(rest);
    assertThat(one(rest.out()).path("mirroredSize").asLong()).isEqualTo(6_000);
  }

  @Test
  void aBundleThatBuildsOnWhatIsNotHereSaysSo() throws IOException {
    CommandSides sides = sides(300);
    sides.grow(700);
    Path delta = sides.export("delta.tar.gz", "--since", "300").get(0);

    Answered early = sides.imports(List.of(delta));

    assertThat(early.status()).isEqualTo(4);
    assertThat(early.err())
        .contains("stella: incomplete: delta.tar.gz: a bundle before this one is missing")
        .contains("hint: import the missing one first");
  }

  @Test
  void aDamagedBundleIsRefusedAndIsNotWhole() throws IOException {
    CommandSides sides = sides(300);
    Path good = sides.export("good.tar.gz").get(0);
    byte[] bytes = Files.readAllBytes(good);
    bytes[bytes.length - bytes.length / 4] ^= 1;
    Path bad = Files.write(sides.file("bad.tar.gz"), bytes);

    Answered whole = inspect(good);
    Answered wholeJson = inspect(good, "-o", "json");
    Answered damaged = inspect(bad);
    Answered damagedJson = inspect(bad, "-o", "json");
    Answered refused = sides.imports(List.of(bad), "-o", "json");

    CommandSides.assertGood(whole);
    assertThat(whole.out()).contains("Content:   entries 0 to 299", "It is whole.");
    JsonNode view = json(wholeJson.out());
    assertThat(view.fieldNames()).toIterable().containsExactly(INSPECT_KEYS);
    assertThat(view.path("bytes").asLong()).isEqualTo(bytes.length);
    assertThat(sides.file("good.tar.gz.sha256"))
        .hasContent(view.path("sha256").asText() + "  good.tar.gz\n");
    assertThat(List.of(damaged.status(), damagedJson.status())).containsOnly(1);
    assertThat(List.of(damaged.out(), damagedJson.out())).containsOnly("");
    assertThat(damaged.err()).startsWith("stella: bad_bundle: ");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(one(refused.out()).path("error").asText()).startsWith("bad_");
  }

  @Test
  void allLogsGoToADirectoryAndEachGetsItsOwnReceipt() throws IOException {
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
      to.follow(id, log, TwoSides.NOWHERE);
    }
    Path kits = Files.createDirectory(directory.resolve("kits"));
    CommandSides.assertGood(Answered.to("sync", "--all", "--config", from.file().toString()));

    Answered exported =
        Answered.to(
            "export",
            "--all",
            "--include-entries",
            "--checkpoints-only-verified",
            "--output",
            kits.toString(),
            "--config",
            from.file().toString());

    CommandSides.assertGood(exported);
    assertThat(kits.toFile().list())
        .containsExactlyInAnyOrder(
            "one.tar.gz", "one.tar.gz.sha256", "two.tar.gz", "two.tar.gz.sha256");
    List<String> imports =
        new ArrayList<>(List.of("import", kits + "/one.tar.gz", kits + "/two.tar.gz", "--config"));
    imports.add(to.file().toString());
    List<String> named = new ArrayList<>(imports);
    named.addAll(List.of("--receipt", kits + "/both.json"));

    Answered both = Answered.to(named.toArray(String[]::new));

    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err()).contains("2 logs, which are one.example/log, two.example/log");
    assertThat(kits.resolve("both.json")).doesNotExist();
    CommandSides.assertGood(Answered.to(imports.toArray(String[]::new)));
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
  void aReceiptIsReplacedAndNotWrittenInto() throws IOException {
    CommandSides sides = sides(300);
    List<Path> kit = sides.export("full.tar.gz");
    Path receipt = sides.file("back.json");
    CommandSides.assertGood(sides.imports(kit, "--receipt", receipt.toString()));
    byte[] before = Files.readAllBytes(receipt);
    Path sameFile = Files.createLink(sides.file("link.json"), receipt);

    CommandSides.assertGood(sides.imports(kit, "--receipt", receipt.toString()));

    assertThat(sameFile).hasBinaryContent(before);
    assertThat(Files.readAllBytes(receipt)).isNotEqualTo(before);
    assertThat(sides.carried().toFile().list()).noneMatch(name -> name.startsWith("."));
  }

  private CommandSides sides(long entries) throws IOException {
    return CommandSides.of(directory, FakeLog.named("commands.example/log").grow(entries));
  }

  /** Needs no configuration. */
  private static Answered inspect(Path file, String... options) {
    return Answered.to(
        Stream.concat(Stream.of("bundles", "inspect", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static JsonNode one(String reports) throws IOException {
    JsonNode all = json(reports);
    assertThat(all).as(reports).hasSize(1);
    return all.get(0);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
