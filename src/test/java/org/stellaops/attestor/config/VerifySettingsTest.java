package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An inbox that could not work is refused before the daemon starts. */
class VerifySettingsTest {
  @TempDir private Path directory;

  @Test
  void acceptsInboxWithKeyOrIdentity() {
    assertThat(parse("inbox: in\n    outbox: out\n    keyPath: key.pem").verify().inbox())
        .contains(directory.toAbsolutePath().resolve("in"));
    assertThat(
            parse(
                    "inbox: in\n"
                        + "    outbox: out\n"
                        + "    certificateIdentityRegexp: \".*@example[.]org\"\n"
                        + "    certificateOidcIssuer: https://accounts.example.org")
                .verify()
                .certificateIdentityRegexp())
        .contains(".*@example[.]org");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inbox: in; outbox: out | no signer is trusted",
        "inbox: in; outbox: out; certificateIdentity: a | no signer is trusted",
        "inbox: in; keyPath: k | there is no outbox for verdicts",
        "inbox: in; outbox: in; keyPath: k | the directory is also the inbox",
        "keyPath: k; certificateOidcIssuer: b | an identity or an issuer is set as well",
        "certificateIdentity: a; certificateIdentityRegexp: a | certificateIdentity is set as well",
        "certificateIdentityRegexp: \"[\" | invalid regular expression"
      })
  void reportsConflictWithLine(String keys, String message) {
    assertThatThrownBy(() -> parse(keys.replace("; ", "\n    ")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("test.yaml:")
        .hasMessageContaining(message);
  }

  private Settings parse(String keys) {
    String yaml = "attestor:\n  verify:\n    " + keys + "\n";
    return new SettingsLoader(directory, directory).parse("test.yaml", yaml);
  }
}
