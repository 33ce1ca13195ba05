package org.stellaops.attestor.scenario.support;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Endpoints {@code detached:NAME} whose producers return at once and continue the route in another
 * thread when the consumer has replied, as a request over JMS does.
 */
public final class DetachedComponent extends DefaultComponent {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @Override
  protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
    return new DetachedEndpoint(uri, this);
  }

  @Override
  protected void doStop() {
    threads.shutdown();
  }

  private final class DetachedEndpoint extends DefaultEndpoint {
    private volatile Processor consumer = exchange -> {};

    DetachedEndpoint(String uri, DetachedComponent component) {
      super(uri, component);
    }

    @Override
    public Producer createProducer() {
      return new DefaultAsyncProducer(this) {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
          threads.execute(() -> {
            try {
              consumer.process(exchange);
            } catch (Exception e) {
              exchange.setException(e);
            }
            callback.done(false);
          });
          return false;
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      consumer = processor;
      return new DefaultConsumer(this, processor);
    }
  }
}
