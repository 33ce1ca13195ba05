package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code offline-verify}: one cold verdict, and many, with openssl beside them. */
@Command(
    name = "offline-verify",
    mixinStandardHelpOptions = true,
    description = {
      "Decide about one bundle with a cold start, and about many in one process; and let openssl",
      "check nothing but the signer's signature of each."
    })
final class OfflineVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--bundles",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Bundles of a batch. Default: ${DEFAULT-VALUE}.")
  private int bundles;

  @Option(
      names = "--runs",
      paramLabel = "R",
      defaultValue = "3",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--sample",
      paramLabel = "DIR",
      description = {
        "A folder with bundle.sigstore.json, and a.txt beside it. Default: a bundle of",
        "sigstore-conformance from the checkout."
      })
  private @Nullable Path sample;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where everything goes. Default: target/bench of the checkout.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (bundles < 1 || runs < 1) {
      throw new ParameterException(spec.commandLine(), "--bundles and --runs are at least 1");
    }
    Path home = Path.of(System.getProperty("stella.home", "")).toAbsolutePath().normalize();
    Path below = directory == null ? home.resolve("target/bench") : directory.toAbsolutePath();
    Path from =
        sample == null
            ? home.resolve("src/test/resources/attestation/happy-path-v0.3")
            : sample.toAbsolutePath();
    new OfflineVerifyBenchmark(home.resolve("bin/stella"), below, from, bundles, runs)
        .run(spec.commandLine().getOut());
    return ExitCode.GOOD.number();
  }
}
