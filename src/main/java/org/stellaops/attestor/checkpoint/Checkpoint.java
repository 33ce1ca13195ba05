package org.stellaops.attestor.checkpoint;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What a log says in the text of a checkpoint. Says nothing of who signed it.
 *
 * @param origin the log
 * @param head size and root
 * @param extensions further lines, none of them empty, in their order
 */
public record Checkpoint(Origin origin, TreeHead head, List<String> extensions) {
  /** The path of a log's checkpoint below its prefix, see c2sp.org/tlog-tiles. */
  public static final String PATH = "checkpoint";

  private static final String FROZEN = "Log frozen \u2014 ";

  private static final String TIMESTAMP = "Timestamp: ";

  /** Refuses extensions that are empty or are more than a line. */
  public Checkpoint {
    extensions = List.copyOf(extensions);
    extensions.forEach(line -> CheckpointLine.require(line, "an extension"));
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws MalformedException for every spelling but the one of the specification: signs, leading
   *     zeros, a size of 2^63 or more, a root that is not 32 bytes in canonical base64
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) {
      throw new MalformedException("a checkpoint has an origin, a size and a root, each in a line");
    }
    List<String> extensions = Arrays.asList(lines).subList(3, lines.length - 1);
    TreeHead head = new TreeHead(size(lines[1]), Hash.fromBase64(lines[2]));
    return new Checkpoint(new Origin(lines[0]), head, extensions);
  }

  /** The text as it is signed, with its final line feed. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin)
        .append('\n')
        .append(head.size())
        .append('\n')
        .append(head.root())
        .append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** Whether the log says that it takes no more entries, as a retired Rekor v2 shard does. */
  public boolean isFrozen() {
    return extensions.stream().anyMatch(line -> line.startsWith(FROZEN));
  }

  /**
   * The time that the log has signed with it, as Rekor v1 did until 2023; empty if it has not, or
   * in another form.
   */
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
      throw new MalformedException("the size of a tree is a decimal number without leading zeros");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedException("the size of a tree is below 2^63");
    }
  }
}
