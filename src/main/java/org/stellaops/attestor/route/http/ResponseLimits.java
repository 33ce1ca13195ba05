package org.stellaops.attestor.route.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.ClientProtocolException;
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
 * Limits the time of a request as a whole and the memory of its response, and sends it through a
 * proxy where one is configured. By itself, the HTTP client applies its timeout to each read,
 * drains unread bodies before it reuses a connection, buffers error pages of any length, and
 * retries once after 429 and 503 however long {@code Retry-After} is.
 *
 * @param timeout from the start of a request to the last byte of its response
 */
public record ResponseLimits(Duration timeout, ProxySelection proxies)
    implements HttpClientConfigurer {
  private static final int MAX_ERROR_BODY_BYTES = 1 << 14;

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    proxies.configure(builder);
    builder
        .disableAutomaticRetries()
        .setContentDecoderRegistry(new LinkedHashMap<>(Map.of("gzip", BoundedGzipStream::new)))
        .addExecInterceptorFirst("response-limits", this::execute);
  }

  private ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    RequestDeadline deadline = RequestDeadline.start(scope.originalRequest, timeout);
    boolean hasBody = false;
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      if (response.getEntity() != null) {
        LimitedEntity body = new LimitedEntity(response.getEntity(), scope.execRuntime, deadline);
        response.setEntity(body);
        if (response.getCode() == HttpStatus.SC_OK) {
          hasBody = true;
        } else {
          body.discard();
          response.setEntity(null);
        }
      }
      return response;
    } catch (IOException e) {
      throw deadline.explain(e);
    } catch (HttpException e) {
      throw deadline.explain(new ClientProtocolException(e.getMessage(), e));
    } catch (CancellationException e) { // aborted while it waited for a connection
      throw deadline.explain(new InterruptedIOException("the request was aborted"));
    } catch (Error e) {
      scope.execRuntime.discardEndpoint(); // the client would keep the connection for ever
      throw e;
    } finally {
      if (!hasBody) {
        deadline.cancel();
      }
    }
  }

  /** A body that can be read once; its connection is closed unless it is read to the end. */
  private static final class LimitedEntity extends HttpEntityWrapper {
    private final LimitedStream content;

    LimitedEntity(HttpEntity entity, ExecRuntime connection, RequestDeadline deadline)
        throws IOException {
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
    private final RequestDeadline deadline;
    private boolean ended;

    LimitedStream(InputStream in, ExecRuntime connection, RequestDeadline deadline) {
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
      deadline.check();
      try {
        int count = in.read(bytes, from, length);
        if (count < 0) {
          ended = true;
          deadline.cancel();
        }
        return count;
      } catch (IOException e) {
        throw deadline.explain(e);
      }
    }

    @Override
    public long skip(long count) throws IOException {
      return read(new byte[(int) Math.min(count, MAX_ERROR_BODY_BYTES)]);
    }

    @Override
    public void close() throws IOException {
      deadline.cancel();
      if (!ended) {
        ended = true;
        connection.discardEndpoint();
      }
      in.close();
    }
  }
}
