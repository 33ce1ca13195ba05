package org.stellaops.attestor.trust;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.StrictBase64;

/**
 * What stands between a BEGIN and an END, in the strict form of RFC 7468 but for its line lengths.
 *
 * @param type as {@code PUBLIC KEY}
 * @param content decoded
 */
record PemBlock(String type, byte[] content) {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]*)-----");
  private static final Pattern WHOLE =
      Pattern.compile(BEGIN + "\\s+([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  /** Whether there is a beginning of one. */
  static boolean isPresentIn(String text) {
    return BEGIN.matcher(text).find();
  }

  /**
   * The only block in a text, whatever is around it.
   *
   * @throws IOException if there are none or several, or it is cut short or damaged
   */
  static PemBlock parseSingle(String text) throws IOException {
    List<String> types = BEGIN.matcher(text).results().map(begin -> begin.group(1)).toList();
    if (types.size() != 1) {
      throw new IOException("there are " + types.size() + " PEM blocks in it, and one is wanted");
    }
    Matcher block = WHOLE.matcher(text);
    if (!block.find()) {
      throw new IOException("the PEM block does not end, or there is more than base64 in it");
    }
    try {
      return new PemBlock(types.get(0), StrictBase64.decode(block.group(2).replaceAll("\\s+", "")));
    } catch (MalformedNoteException e) {
      throw new IOException("the PEM block is damaged", e);
    }
  }
}
