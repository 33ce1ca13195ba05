package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.route.verification.AttestationFiles;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class AttestationsRoutesTest extends RouteFileTestCase {
  AttestationsRoutesTest() {
    super("verification/attestations");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration()
        .verify("outbox", outbox().toString())
        .verify("certificateIdentity", "somebody@example.org")
        .verify("certificateOidcIssuer", "https://accounts.example.org");
  }

  @Test
  void writesVerdictAndMovesRejectedAttestation() throws IOException {
    drop("app.sigstore.json", "{}");
    drop("app", "the artifact");

    verify();

    assertThat(outbox().resolve("app.verdict.json")).content().contains("\"refused\"");
    assertThat(outbox().resolve("refused/app.sigstore.json")).exists();
    assertThat(outbox().resolve("refused/app")).exists();
  }

  @Test
  void keepsAttestationWhenVerdictCannotBeWritten() throws IOException {
    drop("app.sigstore.json", "{}");
    drop("app", "the artifact");
    Files.writeString(outbox(), "a file where the directory should be");

    assertThat(verify().getException()).isNull();

    assertThat(inbox("app.sigstore.json")).exists();
    assertThat(inbox("app")).exists();
  }

  private Exchange verify() {
    AttestationFiles files = new AttestationFiles(inbox("app.sigstore.json"));
    return call("direct:verify-attestation", Map.of("attestation", files), null);
  }

  private void drop(String name, String content) throws IOException {
    Files.createDirectories(inbox(""));
    Files.writeString(inbox(name), content);
  }

  private Path inbox(String name) {
    return directory.resolve("attestations").resolve(name);
  }

  private Path outbox() {
    return directory.resolve("verdicts");
  }
}
