package org.stellaops.attestor.connectionstring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class ConnectionTargetTest {
  private static final String SECRET = "s3cr;t \"'=&%@:/?#";

  @Test
  void parsesExampleOfGuide() {
    ConnectionTarget parsed =
        ConnectionTarget.parse("Host=localhost;Database=stella;Username=stella;Password=secret");

    assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost:5432/stella");
    assertThat(parsed.properties()).isEqualTo(Map.of("user", "stella", "password", "secret"));
    assertThat(parsed.location()).isEqualTo("database stella at localhost:5432");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host=db;Port=5433;Database=stella;Username=ann;Password=x;SSL Mode=VerifyFull;Timeout=7",
        "SERVER = db ; port=5433; DB=stella; user id=ann; PWD=x; SslMode=verify-full; TIMEOUT=7;",
        "Host=db:5433;database=stella;UserId=ann;Password='x';ssl mode=\"VerifyFull\";Timeout=7",
        "postgresql://ann:x@db:5433/stella?sslmode=verify-full&connect_timeout=7",
        "postgres://db:5433/?dbname=stella&user=ann&password=x&sslmode=verify-full&connect_timeout=7",
        "postgresql:///stella?host=db&port=5433&user=a%6En&password=x&sslmode=verify-full"
            + "&connect_timeout=7",
        "jdbc:postgresql://db:5433/stella?user=ann&password=x&sslmode=verify-full&connectTimeout=7",
      })
  void allFormatsAreEquivalent(String text) {
    ConnectionTarget parsed = ConnectionTarget.parse(text);

    assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/stella");
    assertThat(parsed.properties())
        .isEqualTo(
            Map.of(
                "user", "ann", "password", "x", "sslmode", "verify-full", "connectTimeout", "7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host=h;Username=u;Password=\"s3cr;t \"\"'=&%@:/?#\"",
        "Host=h;Username=u;Password='s3cr;t \"''=&%@:/?#'",
        "postgresql://u:s3cr;t%20%22'=&%25%40%3A%2F%3F%23@h",
        "jdbc:postgresql://h/u?user=u&password=s3cr%3Bt+%22%27%3D%26%25%40%3A%2F%3F%23",
      })
  void passwordMayContainAnyCharacter(String text) {
    ConnectionTarget parsed = ConnectionTarget.parse(text);

    assertThat(parsed.properties()).containsEntry("password", SECRET);
    assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/u");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host=h;Username=u;Password=hunter2;SSL Password=hunter2",
        "postgresql://u:hunter2@h/d?sslpassword=hunter2",
        "jdbc:postgresql://h/d?user=u&password=hunter2&sslpassword=hunter2",
      })
  void passwordIsNeverPrinted(String text) {
    ConnectionTarget parsed = ConnectionTarget.parse(text);

    assertThat(parsed.toString() + parsed.jdbcUrl() + parsed.location()).doesNotContain("hunter2");
    assertThat(parsed.withPassword("hunter3").toString()).doesNotContain("hunter3");
  }

  @Test
  void toStringRoundTripsWithoutSecrets() {
    ConnectionTarget value =
        ConnectionTarget.parse(
            "Host=a,b:5433,::1;Port=5434;Database=my db;Username=u@corp;SSL Mode=Prefer;"
                + "Options=-c statement_timeout=5s;Target Session Attributes=prefer-standby");

    assertThat(ConnectionTarget.parse(value.toString())).isEqualTo(value);
    assertThat(value.jdbcUrl()).isEqualTo("jdbc:postgresql://a:5434,b:5433,[::1]:5434/my%20db");
    assertThat(value.properties()).containsEntry("targetServerType", "preferSecondary");
  }

  @Test
  void ipv6AddressesNeedBracketsOnlyInUris() {
    assertThat(ConnectionTarget.parse("Host=fe80::1;Database=d").jdbcUrl())
        .isEqualTo("jdbc:postgresql://[fe80::1]:5432/d");
    assertThat(ConnectionTarget.parse("postgresql://[::1]:5433/d").jdbcUrl())
        .isEqualTo("jdbc:postgresql://[::1]:5433/d");
  }

  @Test
  void withPasswordReplacesParsedPassword() {
    ConnectionTarget value = ConnectionTarget.parse("Host=h;Username=u;Password=old");

    assertThat(value.withPassword("new").properties()).containsEntry("password", "new");
    assertThat(value.properties()).containsEntry("password", "old");
  }

  @Test
  void unknownKeySuggestsNearest() {
    assertInvalid("Host=h;Pasword=hunter2", "unknown key 'Pasword'", "did you mean 'Password'?");
    assertInvalid("Host=h;Ssl Mod=Require", "unknown key 'Ssl Mod'", "did you mean 'SSL Mode'?");
    assertInvalid("postgresql://h/d?ssl_mode=require", "'ssl_mode'", "did you mean 'sslmode'?");
    assertInvalid("jdbc:postgresql://h/d?sslMode=require", "'sslMode'", "did you mean 'sslmode'?");
  }

  @Test
  void npgsqlPoolKeysAreIgnored() {
    assertThat(
            ConnectionTarget.parse(
                "Host=h;Username=u;Pooling=true;Maximum Pool Size=20;Include Error Detail=true"))
        .isEqualTo(ConnectionTarget.parse("Host=h;Username=u"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "Host=h;hunter2",
        "Host=h;Password=\"hunter2",
        "Host=h;Password='hunter2'x",
        "Host=h;=hunter2",
        "Host=h;Password=hunter2;PWD=hunter2",
        "Host=h;Port=hunter2",
        "Host=h;Port=65536",
        "Host=h;Port=0",
        "Host=h;SSL Mode=hunter2",
        "Host=h;Timeout=-1",
        "Host=/var/run/postgresql",
        "Host=a b",
        "Host=h,,g",
        "postgresql://u:hunter2@x@h/d",
        "postgresql://u:hunter2/x@h/d",
        "postgresql://u:hunter2%zz@h/d",
        "postgresql://h:hunter2/d",
        "postgresql://h/d?hunter2",
        "postgresql://[::1/d",
        "jdbc:postgresql://u:hunter2@h/d",
        "jdbc:postgresql://h:99999/d",
        "jdbc:mysql://h/d?password=hunter2",
        "mysql://u:hunter2@h/d",
      })
  void errorsDoNotRepeatInput(String text) {
    AttestorException error =
        catchThrowableOfType(AttestorException.class, () -> ConnectionTarget.parse(text));

    assertThat(error.failure()).isEqualTo(Failure.CONFIGURATION);
    assertThat(error.hint()).isNotEmpty().doesNotContain("hunter2");
    assertThat(error.getMessage()).doesNotContain("hunter2");
  }

  private static void assertInvalid(String text, String message, String hint) {
    assertThatThrownBy(() -> ConnectionTarget.parse(text))
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> {
              assertThat(error.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(error.getMessage()).contains(message);
              assertThat(error.hint()).isEqualTo(hint);
            });
  }
}
