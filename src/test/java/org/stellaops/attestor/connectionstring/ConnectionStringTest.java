package org.stellaops.attestor.connectionstring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsFixture;
import org.stellaops.attestor.failure.AttestorException;

class ConnectionStringTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '>',
      textBlock =
          """
          Host=h;Database=d;Username=u;Password=PW      > Host=h;Database=d;Username=u;Password=***
          Host=h;Password=PW;Database=d                 > Host=h;Password=***;Database=d
          Host=h;password = PW ;Database=d              > Host=h;password =***;Database=d
          Host=h;PWD=PW;Database=d                      > Host=h;PWD=***;Database=d
          Host=h;SSL Password=PW                        > Host=h;SSL Password=***
          Host=h;Password="a;PW";Database=d             > Host=h;Password=***
          Host=h;Password='a;P''PW';Database=d          > Host=h;Password=***
          Host=h;Password="a;Host=PW                    > Host=h;Password=***
          Host=h;Password="a"PW;Database=d              > Host=h;Password=***
          Host=h;Password=a;PW;Database=d               > Host=h;Password=***;***;Database=d
          Host=h;Password=a;PW=b;Database=d             > Host=h;Password=***;***;Database=d
          Host=h;Password=a&PW=b;Database=d             > Host=h;Password=***;Database=d
          Host=h;Pasword=x;Password=PW                  > Host=h;***;Password=***
          host=h password=PW dbname=d                   > ***
          postgresql://u:PW@h:5432/d                    > postgresql://u:***@h:5432/d
          postgres://u:PW@h/d                           > postgres://u:***@h/d
          postgresql://u:a@PW@h/d                       > postgresql://u:***@h/d
          postgresql://u:a/PW@h/d                       > postgresql://u:***@h/d
          postgresql://u:a?PW@h/d                       > postgresql://u:***@h/d
          postgresql://u:a:PW@h/d                       > postgresql://u:***@h/d
          postgresql://h/d?user=u&password=PW           > postgresql://h/d?user=u&password=***
          postgresql://h/d?password=PW&user=u           > postgresql://h/d?password=***&user=u
          postgresql://h/d?password=a&PW&user=u         > postgresql://h/d?password=***&***&user=u
          jdbc:postgresql://h:5432/d?user=u&password=PW > jdbc:postgresql://h:5432/d?user=u&password=***
          jdbc:postgresql://h/d?sslpassword=PW&user=u   > jdbc:postgresql://h/d?sslpassword=***&user=u
          jdbc:postgresql://h/d?PASSWORD=PW             > jdbc:postgresql://h/d?PASSWORD=***
          jdbc:postgresql:u:PW@h                        > jdbc:postgresql:u:***@h
          """)
  void redactsPasswordInEveryForm(String text, String redacted) {
    ConnectionString connection = new ConnectionString(text);
    assertThat(connection).hasToString(redacted);
    assertThat(connection.text()).isEqualTo(text);
    assertThat(connection.hasPassword()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host=localhost;Database=stella;Username=stella",
        "Host=localhost;Password=",
        "jdbc:postgresql:stella",
        "jdbc:postgresql://h1:5432,h2:5433/d?user=me@server",
        "postgresql://h:5432/d?user=me@server",
        "postgresql://stella@db.example.org/stella",
        "postgresql:///stella?host=/run/postgresql",
        "jdbc:postgresql://h/d?user=u&sslmode=verify-full&currentSchema=stella",
      })
  void keepsTextWithoutPassword(String text) {
    ConnectionString connection = new ConnectionString(text);
    assertThat(connection).hasToString(text);
    assertThat(connection.hasPassword()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "jdbc:mysql://h/d?password=SECRET",
        "SECRET",
        "mysql://u:SECRET@h/d",
        "=SECRET",
        "Host=h;\nPassword=SECRET",
        "jdbc:postgresql:",
        "postgresql://"
      })
  void rejectsOtherFormsWithoutEchoingThem(String text) {
    assertThatThrownBy(() -> new ConnectionString(text))
        .isInstanceOf(AttestorException.class)
        .message()
        .doesNotContain("SECRET");
  }

  @Test
  void settingsToStringHidesPassword() {
    Settings settings =
        SettingsFixture.parse(
            """
            attestor:
              checkpointStore:
                connectionString: Host=localhost;Database=stella;Username=stella;Password=secret
            """);
    assertThat(settings.toString()).contains("Password=***").doesNotContain("secret");
  }
}
