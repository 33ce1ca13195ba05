package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.camel.test.AvailablePortFinder;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class HealthRoutesTest extends RouteFileTestCase {
  private final AvailablePortFinder.Port port = AvailablePortFinder.find();
  private final ConnectionTarget database = TestDatabase.connectionString();

  HealthRoutesTest() {
    super("monitoring/health");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration()
        .database(TestConfiguration.connectionStringWithPassword(database))
        .daemon(port.getPort());
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port.getPort(), path));
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void isLiveButNotReadyBeforeFirstContact() throws Exception {
    assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/health/backends/log").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/health/backends/nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void freshMirrorIsReady() throws Exception {
    mirror();

    assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/health/backends/log").body()).contains("\"backend-log\"");
  }

  @Test
  void freshMirrorWithReadOnlyDatabaseIsNotReady() throws Exception {
    mirror();
    Database admin = Database.direct(database, TestDatabase.SCHEMA, "test");
    TestDatabase.execute(
        admin,
        "do $$ begin execute format('alter database %I set default_transaction_read_only = on',"
            + " current_database()); end $$");
    TestDatabase.execute(
        admin,
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");

    HttpResponse<String> answer = send("GET", "/health/ready");
    while (answer.body().contains("terminating connection")) { // cached for a second
      answer = send("GET", "/health/ready");
    }
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("it is read-only (a replica?)");
  }

  @Test
  void rejectsOtherHttpMethods() throws Exception {
    assertThat(send("POST", "/health/ready").statusCode()).isEqualTo(405);
    assertThat(send("DELETE", "/health").statusCode()).isEqualTo(405);
  }
}
