package org.stellaops.attestor.benchmark.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "Decide about one bundle with a cold start, and about many in one process; and let openssl",
      "check nothing but the signer's signature of each."
    })
public final class OfflineVerifyBenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions run;

  @Option(
      names = "--bundles",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Bundles of a batch. Default: ${DEFAULT-VALUE}.")
  private int bundles;

  @Option(
      names = "--sample",
      paramLabel = "DIR",
      description = {
        "A folder with bundle.sigstore.json, and a.txt beside it. Default: a bundle of",
        "sigstore-conformance from the checkout."
      })
  private @Nullable Path sample;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path from =
        sample == null
            ? run.home().resolve("src/test/resources/attestation/happy-path-v0.3")
            : sample.toAbsolutePath();
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
