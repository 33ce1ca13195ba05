package org.stellaops.attestor.cli.airgap;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.stellaops.attestor.cli.BaseCommand;
import org.stellaops.attestor.cli.NewFileWriter;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.trust.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export keygen}: creates a key that signs bundles and receipts. */
@Command(
    name = "keygen",
    description = "Create a key that signs bundles and receipts, and print its public key.",
    footer = {"  stella attestor export keygen --name exports.example.org --output exporter.key"})
final class ExportKeygenCommand extends BaseCommand implements Runnable {
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
  public void run() {
    String key = SigningKey.generate(requireValidName(name), new SecureRandom());
    NewFileWriter.writePrivate(file, (key + "\n").getBytes(StandardCharsets.UTF_8));
    printLine(SigningKey.parse(key).key().toString());
    printNotice("hint: set attestor.airGap.signingKeyPath to " + file.toAbsolutePath());
    printNotice("hint: the importing side adds the line above to attestor.airGap.trustedExporters");
  }

  private static String requireValidName(String name) {
    if (!name.matches("[^\\s+]{1,255}")) {
      throw new UsageException(
          "invalid key name: '" + name + "'",
          "use 1 to 255 characters without spaces and plus signs");
    }
    return name;
  }
}
