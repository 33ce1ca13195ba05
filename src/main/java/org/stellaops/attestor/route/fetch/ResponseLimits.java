package org.stellaops.attestor.route.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Limits the time and memory of each response. By itself, the HTTP client applies its timeout to
 * each read, drains unread bodies before it reuses a connection, buffers error pages of any length,
 * and retries once after 429 and 503 however long {@code Retry-After} is.
 *
 * @param timeout for each whole response
 */
public record ResponseLimits(Duration timeout) implements HttpClientConfigurer {
  private static final int MAX_ERROR_BODY_BYTES = 1 << 14;

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder.disableAutomaticRetries().addExecInterceptorFirst("response-limits", this::execute);
  }

  private ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    long deadline = System.nanoTime() + timeout.toNanos();
    ClassicHttpResponse response = chain.proceed(request, scope);
    if (response.getEntity() != null) {
      LimitedEntity body = new LimitedEntity(response.getEntity(), scope.execRuntime, deadline);
      response.setEntity(body);
      if (response.getCode() != HttpStatus.SC_OK) {
        body.discard();
        response.setEntity(null);
      }
    }
    return response;
  }

  /** A body that can be read once; its connection is closed unless it is read to the end. */
  private static final class LimitedEntity extends HttpEntityWrapper {
    private final LimitedStream content;

    LimitedEntity(HttpEntity entity, ExecRuntime connection, long deadline) throws IOException {
      super(entity);
      this.content = new LimitedStream(entity.getContent(), connection, deadline);
    }

    @Override
    public InputStream getContent() {
      return content;
    }

    /** Skips an error page of usual length, so that the connection can be reused. */
    void discard() {
      try (content) {
        content.skipNBytes(MAX_ERROR_BODY_BYTES);
      } catch (IOException e) {
        // shorter than the limit, or not readable
      }
    }
  }

  private static final class LimitedStream extends FilterInputStream {
    private final ExecRuntime connection;
    private final long deadline;
    private boolean ended;

    LimitedStream(InputStream in, ExecRuntime connection, long deadline) {
      super(in);
      this.connection = connection;
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      byte[] buffer = new byte[1];
      int count = read(buffer, 0, 1);
      return count < 0 ? count : Byte.toUnsignedInt(buffer[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (System.nanoTime() - deadline > 0) {
        throw new SocketTimeoutException("the response was not complete in time");
      }
      int count = in.read(bytes, from, length);
      ended = ended || count < 0;
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return read(new byte[(int) Math.min(count, MAX_ERROR_BODY_BYTES)]);
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        connection.discardEndpoint();
      }
      in.close();
    }
  }
}
