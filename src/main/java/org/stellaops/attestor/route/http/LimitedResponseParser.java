package org.stellaops.attestor.route.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the heads of responses of one connection; few of them may be 1xx before the last one. */
final class LimitedResponseParser extends DefaultHttpResponseParser {
  private static final int MAX_INFORMATIONAL_RESPONSES = 10;

  private int informational;

  LimitedResponseParser(Http1Config limits) {
    super(limits);
  }

  @Override
  public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    ClassicHttpResponse response = super.parse(buffer, in);
    if (response == null || response.getCode() >= HttpStatus.SC_SUCCESS) {
      informational = 0;
    } else if (++informational > MAX_INFORMATIONAL_RESPONSES) {
      throw new MessageConstraintException(
          "Maximum number of 1xx responses exceeded: " + MAX_INFORMATIONAL_RESPONSES);
    }
    return response;
  }
}
