package org.stellaops.attestor.benchmark.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stellaops.attestor.benchmark.fixture.RunOptions;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offline-verify}: one cold verdict, and many, with openssl beside them. */
@Command(
    name = "offline-verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compare the offline verification of Sigstore bundles with openssl.",
      "Verifies one bundle per process, then many in one process; openssl checks only the"
          + " signature",
      "of each."
    })
public final class OfflineVerifyBenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions run;

  @Option(
      names = "--bundles",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of bundles in the batch. Default: ${DEFAULT-VALUE}.")
  private int bundles;

  @Option(
      names = "--sample",
      paramLabel = "DIR",
      description = {
        "A directory that contains bundle.sigstore.json, next to a.txt. Default: a bundle of",
        "sigstore-conformance from the checkout."
      })
  private Optional<Path> sample = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path from =
        sample
            .orElse(run.home().resolve("src/test/resources/attestation/happy-path-v0.3"))
            .toAbsolutePath();
    new OfflineVerifyBenchmark(
            run.launcher(),
            run.directory(),
            from,
            run.requirePositive("--bundles", bundles),
            run.runs(),
            run.javaOptions())
        .run(spec.commandLine().getOut());
    return ExitCode.SUCCESS.number();
  }
}
