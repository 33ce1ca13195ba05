package org.stellaops.attestor.route.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * A web page in place of a file of a log: of a captive portal, a proxy or a login. The log itself
 * was not reached, so this is no attack by it.
 */
final class HtmlPage {
  private static final int PREFIX_BYTES = 512;
  private static final Pattern START =
      Pattern.compile(
          "(?i)(?:\u00ef\u00bb\u00bf)?\\s{0,200}(?:<!--|<!doctype\\s+html|<html|<head|<body|<script)");

  private HtmlPage() {}

  /**
   * Rejects a web page. A tile can begin with any bytes, and an entry with what its submitter
   * wants, so there the server must call it a web page as well.
   *
   * @param contentType as stated by the server; null if it has none
   * @throws AttestorException {@code network} if this is a web page; not to be retried
   */
  static void reject(
      FetchRequest request, URI url, ByteSlice content, @Nullable String contentType) {
    boolean isNamedHtml =
        contentType != null && contentType.regionMatches(true, 0, "text/html", 0, 9);
    if ((isNamedHtml || request.resource().isEmpty()) && startsLikeHtml(content)) {
      throw new NonRetryableException(
          new AttestorException(
              Failure.NETWORK,
              url + ": a web page instead of a file of the log; a captive portal or a proxy?",
              "open the URL in a browser on this computer, and check baseUrl and readUrl"));
    }
  }

  private static boolean startsLikeHtml(ByteSlice content) {
    int length = Math.min(content.length(), PREFIX_BYTES);
    return START
        .matcher(new String(content.array(), content.from(), length, ISO_8859_1))
        .lookingAt();
  }
}
