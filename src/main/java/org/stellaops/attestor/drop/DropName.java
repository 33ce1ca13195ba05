package org.stellaops.attestor.drop;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Checks the names of dropped files. A name that is printed otherwise than it is, or too long for
 * the names of reports derived from it, cannot be worked with.
 */
public final class DropName {
  /** Leaves room for a number and {@code .receipt.json} within the 255 bytes of a name. */
  private static final int MAX_BYTES = 230;

  /** Controls, line ends, invisible and direction-changing characters, and undecodable bytes. */
  private static final Pattern ODD = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\uFFFD]");

  private static final int KEPT = 120;

  private DropName() {}

  /** A hidden, random name for a file that is renamed when it is complete. */
  public static Path random() {
    return Path.of("." + UUID.randomUUID() + ".tmp");
  }

  /** What is wrong with a name; empty if nothing is. */
  public static Optional<String> problem(Path name) {
    String text = name.toString();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      return Optional.of("its name has " + bytes + " bytes, at most " + MAX_BYTES + " are allowed");
    }
    return ODD.matcher(text).find()
        ? Optional.of("its name has control characters or is not valid text")
        : Optional.empty();
  }

  /** A name without problems: the same one, or a similar one with a part of its hash. */
  public static Path plain(Path name) {
    if (problem(name).isEmpty()) {
      return name;
    }
    String text = ODD.matcher(name.toString()).replaceAll("_");
    int head = Math.min(KEPT, text.length());
    int tail = Math.max(head, text.length() - 20);
    String safe = text.substring(0, head) + text.substring(tail);
    return Path.of(Integer.toHexString(name.hashCode()) + "-" + safe.replaceAll("[^ -~]", "_"));
  }
}
