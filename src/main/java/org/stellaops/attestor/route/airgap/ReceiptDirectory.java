package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.bundle.read.ReceiptPolicy;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;

/**
 * The directory with the receipts of importers.
 *
 * @param directory the path; it need not exist
 * @param policy which signers of receipts are trusted
 */
record ReceiptDirectory(Path directory, ReceiptPolicy policy) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.bundles");

  /** The newest receipt of a log; files that are malformed or not trusted are skipped. */
  Optional<Receipt> latest(Origin origin) {
    return all().stream()
        .filter(receipt -> receipt.origin().equals(origin))
        .max(Comparator.comparing(Receipt::importedAt));
  }

  /**
   * The receipt in the file with this name.
   *
   * @throws AttestorException with {@code configuration} if there is none
   */
  Receipt byFileName(String name) {
    // a part of a longer path could be a link
    if (name.isEmpty() || name.matches("(?s).*[/\\x00].*") || name.matches("\\.{1,2}")) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the receipt " + SafeText.quote(name) + " is not in " + directory,
          "set since to the name of a file in that directory, latest, or a size");
    }
    return read(directory.resolve(name));
  }

  private static Receipt read(Path file) {
    return ReceiptFile.read(file, new DroppedFile(file)::open);
  }

  private List<Receipt> all() {
    List<Receipt> receipts = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        readTrusted(file).ifPresent(receipts::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK, "cannot read " + directory + ": " + e, "check its permissions", e);
    }
    return receipts;
  }

  private Optional<Receipt> readTrusted(Path file) {
    try {
      Receipt receipt = read(file);
      policy.requireTrusted(receipt);
      return Optional.of(receipt);
    } catch (AttestorException e) {
      LOG.warn(
          "receipt {} is ignored: {}",
          SafeText.line(file.toString()),
          SafeText.line(e.getMessage()));
      return Optional.empty();
    }
  }
}
