package org.stellaops.attestor.cli.airgap;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.stellaops.attestor.cli.NewFileWriter;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.trust.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export keygen}: creates a key that signs bundles and receipts. */
@Command(
    name = "keygen",
    description = "Create a key that signs bundles and receipts, and print its public key.",
    footerHeading = "%nExamples:%n",
    footer = {"  stella attestor export keygen --name exports.example.org --output exporter.key"})
final class ExportKeygenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The name of the key, for example exports.example.org.")
  private String name = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The file for the private key. It must not exist yet.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    String key = SigningKey.generate(requireValidName(name), new SecureRandom());
    NewFileWriter.writePrivate(file, (key + "\n").getBytes(StandardCharsets.UTF_8));
    PrintWriter out = spec.commandLine().getOut();
    out.println(SigningKey.parse(key).key());
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.println("hint: set attestor.airGap.signingKeyPath to " + file.toAbsolutePath());
    err.println("hint: the importing side adds the line above to attestor.airGap.trustedExporters");
    err.flush();
    return ExitCode.SUCCESS.number();
  }

  private static String requireValidName(String name) {
    if (!name.matches("[^\\s+]{1,255}")) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "invalid key name: '" + name + "'",
          "use 1 to 255 characters without spaces and plus signs");
    }
    return name;
  }
}
