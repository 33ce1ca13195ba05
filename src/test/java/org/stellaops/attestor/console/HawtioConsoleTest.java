package org.stellaops.attestor.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The real console over HTTP: who gets in. */
class HawtioConsoleTest {
  private static final String NAME =
      "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"Name\"}";

  private static HawtioConsole console;

  @BeforeAll
  static void start() {
    console =
        HawtioConsole.start(
            "127.0.0.1", 0, "stella.example.org", new ConsoleAccount("admin", "open sesame"));
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  /** One test, because Hawtio remembers failures for a while and slows down whoever guesses. */
  @Test
  void exposesBeansOnlyAfterLogin() throws Exception {
    HttpResponse<String> response = readName("admin:open sesame");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"value\":\"" + ProcessHandle.current().pid() + "@");
    assertThat(submitLogin("open sesame").statusCode()).isEqualTo(200);

    for (String path : new String[] {"/jolokia/", "/jolokia/list", "/user"}) {
      assertThat(send(path, "", "").statusCode()).as(path).isEqualTo(403);
    }
    assertThat(readName("").statusCode()).isEqualTo(403);
    assertThat(submitLogin("close sesame").statusCode()).isEqualTo(403);
    for (String login :
        new String[] {"admin:", "admin:open", "admin:open sesame ", "root:open sesame", ":", "x"}) {
      assertThat(readName(login).statusCode()).as(login).isIn(403, 429);
    }
    List<Integer> guesses = new ArrayList<>();
    for (int guess = 0; guess < 20; guess++) {
      guesses.add(readName("admin:guess" + guess).statusCode());
    }
    assertThat(guesses).as("guessing is slowed down").contains(429);
  }

  @Test
  void reportsPortInUse() {
    int port = console.url().getPort();

    assertThatThrownBy(() ->
            HawtioConsole.start("127.0.0.1", port, "", new ConsoleAccount("admin", "open sesame")))
        .isInstanceOfSatisfying(
            AttestorException.class,
            exception -> assertThat(exception.failure()).isEqualTo(Failure.BUSY))
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void passwordIsNotPrinted() {
    assertThat(new ConsoleAccount("admin", "open sesame")).hasToString("admin");
  }

  private HttpResponse<String> submitLogin(String password)
      throws IOException, InterruptedException {
    HttpRequest login =
        HttpRequest.newBuilder(URI.create(console.url() + "/auth/login"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"username\":\"admin\",\"password\":\"" + password + "\"}"))
            .build();
    return HttpClient.newHttpClient().send(login, BodyHandlers.ofString());
  }

  private HttpResponse<String> readName(String login) throws IOException, InterruptedException {
    return send("/jolokia/", login, NAME);
  }

  /**
   * With a connection of its own: the server closes one whose request it has not read to the end.
   */
  private HttpResponse<String> send(String path, String login, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(console.url() + path));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    if (!login.isEmpty()) {
      byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
