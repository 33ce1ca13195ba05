package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.KeyCheck;

class KeysRoutesTest extends RouteFileTestCase {
  KeysRoutesTest() {
    super(
        "sync/keys,sync/fetch,rekor/shards",
        "direct:fetch-resource",
        "direct:download",
        "direct:sync-log");
  }

  /** It has tiles, and not what only a Rekor v1 server has. */
  private KeyCheck verifyKey() {
    mockEndpoint("direct:download")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "not found", "");
        });
    return ask("direct:verify-key", Map.of("backend", BACKEND), KeyCheck.class);
  }

  @Test
  void acceptsMatchingKeyAndStoresNothing() {
    serve(log);

    assertThat(verifyKey().failure()).isEmpty();
    assertThat(kit.store().checkpoints().all()).isEmpty();
  }

  @Test
  void reportsWrongKeyWithoutException() {
    serve(log.rotateKey());

    AttestorException failure = verifyKey().failure().orElseThrow();

    assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(Failure.UNTRUSTED_KEY);
    assertThat(failure.hint()).isNotBlank();
  }
}
