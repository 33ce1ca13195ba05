package org.stellaops.attestor.checkpoint;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The text of a checkpoint, without its signatures, see <a
 * href="https://c2sp.org/tlog-checkpoint">c2sp.org/tlog-checkpoint</a>.
 *
 * @param origin the log
 * @param head tree size and root hash
 * @param extensions extension lines in their order, none of them empty
 */
public record Checkpoint(Origin origin, TreeHead head, List<String> extensions) {
  /** The path of a log's checkpoint below its prefix, see c2sp.org/tlog-tiles. */
  public static final String PATH = "checkpoint";

  private static final String FROZEN = "Log frozen \u2014 ";

  private static final String TIMESTAMP = "Timestamp: ";

  /** Rejects extensions that are empty or have several lines. */
  public Checkpoint {
    extensions = List.copyOf(extensions);
    extensions.forEach(line -> CheckpointLine.require(line, "an extension"));
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws MalformedException for anything but the canonical form: signs, leading zeros, a size of
   *     2^63 or more, a root that is not 32 bytes in canonical base64
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) {
      throw new MalformedException(
          "a checkpoint must have an origin, a size and a root, each on its own line");
    }
    List<String> extensions = Arrays.asList(lines).subList(3, lines.length - 1);
    TreeHead head = new TreeHead(size(lines[1]), Hash.fromBase64(lines[2]));
    return new Checkpoint(new Origin(lines[0]), head, extensions);
  }

  /** The signed text, with its final line feed. */
  public String text() {
    String lines = origin + "\n" + head.size() + "\n" + head.root() + "\n";
    return lines + extensions.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** Whether the log announces that it takes no more entries, as a retired Rekor v2 shard does. */
  public boolean isFrozen() {
    return extensions.stream().anyMatch(line -> line.startsWith(FROZEN));
  }

  /** The signed time in the extension lines, as Rekor v1 had until 2023; empty if there is none. */
  public Optional<Instant> timestamp() {
    return extensions.stream()
        .filter(line -> line.matches(TIMESTAMP + "[0-9]{1,19}"))
        .map(line -> new BigInteger(line.substring(TIMESTAMP.length())))
        .filter(nanoseconds -> nanoseconds.bitLength() < Long.SIZE)
        .map(nanoseconds -> Instant.ofEpochSecond(0, nanoseconds.longValue()))
        .findFirst();
  }

  private static long size(String text) {
    if (!text.matches("0|[1-9][0-9]{0,18}")) {
      throw new MalformedException("a tree size must be a decimal number without leading zeros");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedException("a tree size must be below 2^63");
    }
  }
}
