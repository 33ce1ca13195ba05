package org.stellaops.attestor.trust;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.StrictBase64;

/**
 * A PEM block in the strict form of RFC 7468, with lines of any length.
 *
 * @param type the label, as {@code PUBLIC KEY}
 * @param content the decoded content
 */
record PemBlock(String type, byte[] content) {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]*)-----");
  private static final Pattern WHOLE =
      Pattern.compile(BEGIN + "\\s+([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  /** Whether the text has the start of a PEM block. */
  static boolean isPresentIn(String text) {
    return BEGIN.matcher(text).find();
  }

  /**
   * The only PEM block in a text; text around it is ignored.
   *
   * @throws IOException if there is none or several, or the block is truncated or malformed
   */
  static PemBlock parseSingle(String text) throws IOException {
    List<String> types = BEGIN.matcher(text).results().map(begin -> begin.group(1)).toList();
    if (types.size() != 1) {
      throw new IOException("expected 1 PEM block, found " + types.size());
    }
    Matcher block = WHOLE.matcher(text);
    if (!block.find()) {
      throw new IOException(
          "the PEM block has no end line or contains other characters than base64");
    }
    try {
      return new PemBlock(types.get(0), StrictBase64.decode(block.group(2).replaceAll("\\s+", "")));
    } catch (MalformedNoteException e) {
      throw new IOException("the PEM block is not canonical base64", e);
    }
  }
}
