package org.stellaops.attestor.route.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks up host names, for at most the time of a request. The lookup of the system cannot be
 * aborted; it ends in a thread of its own.
 */
final class TimedDnsResolver implements DnsResolver {
  private static final ExecutorService LOOKUPS =
      Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "host-lookup");
        thread.setDaemon(true);
        return thread;
      });

  private final Duration timeout;

  TimedDnsResolver(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Future<InetAddress[]> lookup =
        LOOKUPS.submit(() -> SystemDefaultDnsResolver.INSTANCE.resolve(host));
    try {
      return lookup.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new UnknownHostException(host);
    } catch (TimeoutException e) {
      throw new UnknownHostException(host + " (no response of the name server in time)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(host + " (interrupted)");
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
  }
}
