package org.stellaops.attestor.benchmark.verification;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stellaops.attestor.benchmark.measure.HostInfo;
import org.stellaops.attestor.benchmark.measure.MeasuredProcess;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;
import org.stellaops.attestor.benchmark.measure.Statistics;
import org.stellaops.attestor.benchmark.measure.Workspace;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.trust.TrustedAuthority;

/**
 * Verdicts beside openssl, in turns.
 *
 * @param launcher of the program
 * @param directory for everything that is written
 * @param sample a folder with a bundle of a message signature, with its artifact one folder above
 * @param bundles of a batch
 * @param runs rounds, at least 1
 * @param javaOptions of the program
 */
record OfflineVerifyBenchmark(
    Path launcher, Path directory, Path sample, int bundles, int runs, String javaOptions) {
  private static final String ROW = "%-6s  %-28s %8s %10s %7s %8s";
  private static final String ARTIFACT = "a.txt";

  /** Who takes turns. */
  private enum Tool {
    ONE("stella verify, one bundle"),
    ONE_JAVA("java -version"),
    ONE_OPENSSL("openssl dgst, one signature"),
    MANY("stella verify --batch"),
    MANY_OPENSSL("openssl dgst for each");

    private final String title;

    Tool(String title) {
      this.title = title;
    }
  }

  void run(PrintWriter out) throws IOException, InterruptedException {
    print(out, "bundles  %,d copies of %s", bundles, sample);
    print(out, "machine  %s", HostInfo.describe("openssl of the system"));
    try (Workspace workspace = Workspace.createIn(directory)) {
      Round round = new Round(workspace.createDirectory("batch"), workspace.directory());
      round.prepare();
      print(out, "");
      print(out, ROW, "round", "", "seconds", "each/s", "cpu s", "peak MB");
      Map<Tool, List<Double>> seconds = new EnumMap<>(Tool.class);
      for (int number = 1; number <= runs; number++) {
        List<Tool> tools = new ArrayList<>(Arrays.asList(Tool.values()));
        Collections.rotate(tools, 1 - number);
        for (Tool tool : tools) {
          ResourceUsage usage = round.run(tool);
          double elapsed = usage.wall().toNanos() / 1e9;
          seconds.computeIfAbsent(tool, same -> new ArrayList<>()).add(elapsed);
          boolean many = tool == Tool.MANY || tool == Tool.MANY_OPENSSL;
          print(
              out,
              ROW,
              number,
              tool.title,
              decimal(elapsed),
              many ? String.format(Locale.ROOT, "%,.0f", bundles / elapsed) : "",
              decimal(usage.cpu().toMillis() / 1e3),
              String.format(Locale.ROOT, "%,.0f", usage.peakBytes() / 1e6));
        }
      }
      print(out, "");
      ratio(out, seconds, Tool.ONE, Tool.ONE_JAVA);
      ratio(out, seconds, Tool.ONE, Tool.ONE_OPENSSL);
      ratio(out, seconds, Tool.MANY, Tool.MANY_OPENSSL);
    }
  }

  private static void ratio(
      PrintWriter out, Map<Tool, List<Double>> all, Tool measured, Tool reference) {
    Statistics measuredStatistics = Statistics.of(all.getOrDefault(measured, List.of()));
    Statistics referenceStatistics = Statistics.of(all.getOrDefault(reference, List.of()));
    print(
        out,
        "%s / %s: %s (medians of %s and %s s)",
        measured.title,
        reference.title,
        decimal(measuredStatistics.median() / referenceStatistics.median()),
        decimal(measuredStatistics.median()),
        decimal(referenceStatistics.median()));
  }

  private static void print(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    out.flush();
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /** Runs one of them, and sees that what it says is right. */
  private final class Round {
    private static final String IDENTITY =
        "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.*";

    private final Path batch;
    private final Path work;
    private final Path artifact;

    Round(Path batch, Path work) {
      this.batch = batch;
      this.work = work;
      this.artifact = sample.resolveSibling(ARTIFACT);
    }

    void prepare() throws IOException {
      byte[] bundle = Files.readAllBytes(sample.resolve("bundle.sigstore.json"));
      StringBuilder list = new StringBuilder();
      for (int i = 0; i < bundles; i++) {
        Files.write(batch.resolve(i + ".sigstore.json"), bundle);
        list.append(work.resolve("signature")).append('\n');
      }
      Files.writeString(work.resolve("signatures"), list);
      Files.writeString(work.resolve("attestor.yaml"), "attestor:\n");
      StrictJson json = StrictJson.parse(bundle);
      StrictJson material = json.child("verificationMaterial");
      byte[] certificate =
          material.has("certificate")
              ? material.child("certificate").bytes("rawBytes")
              : material
                  .child("x509CertificateChain")
                  .children("certificates")
                  .get(0)
                  .bytes("rawBytes");
      byte[] key = TrustedAuthority.certificate(certificate).getPublicKey().getEncoded();
      String base64 =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key);
      Files.writeString(
          work.resolve("key.pem"),
          "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
      Files.write(work.resolve("signature"), json.child("messageSignature").bytes("signature"));
    }

    ResourceUsage run(Tool tool) throws IOException, InterruptedException {
      String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
      return switch (tool) {
        case ONE ->
            requireOutput("verdict     good", verify("--bundle", batch.resolve("0.sigstore.json")));
        case MANY ->
            requireOutput(
                String.format(Locale.ROOT, "%,d good", bundles), verify("--batch", batch));
        case ONE_JAVA ->
            requireOutput(
                "", List.of(Path.of(System.getProperty("java.home"), "bin/java") + "", "-version"));
        case ONE_OPENSSL -> requireOutput("Verified OK", openssl(work.resolve("signature") + ""));
        case MANY_OPENSSL ->
            requireOutput(
                "Verified OK",
                List.of(
                    "sh",
                    "-c",
                    "xargs -P "
                        + cores
                        + " -n 1 -I{} "
                        + String.join(" ", openssl("{}"))
                        + " < "
                        + work.resolve("signatures")));
      };
    }

    private List<String> verify(String option, Path bundles) {
      return List.of(
          launcher.toString(),
          "attestor",
          "verify",
          "--config",
          work.resolve("attestor.yaml").toString(),
          "--certificate-identity-regexp",
          IDENTITY,
          "--certificate-oidc-issuer",
          "https://token.actions.githubusercontent.com",
          option,
          bundles.toString(),
          artifact.toString());
    }

    private List<String> openssl(String signature) {
      return List.of(
          "openssl",
          "dgst",
          "-sha256",
          "-verify",
          work.resolve("key.pem").toString(),
          "-signature",
          signature,
          artifact.toString());
    }

    private ResourceUsage requireOutput(String expected, List<String> command)
        throws IOException, InterruptedException {
      Path out = work.resolve("said.out");
      ResourceUsage usage =
          new MeasuredProcess(
                  command, Map.of("STELLA_JAVA_OPTS", javaOptions), out, work.resolve("said.err"))
              .run();
      if (!Files.readString(out).contains(expected)) {
        throw new AttestorException(
            Failure.INTERNAL, command.get(0) + " does not say '" + expected + "'");
      }
      return usage;
    }
  }
}
