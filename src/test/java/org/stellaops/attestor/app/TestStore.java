package org.stellaops.attestor.app;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.postgres.TestDatabase;

/** A database of its own, in the form in which a configuration file names it. */
public final class TestStore {
  private TestStore() {}

  /** The connection string of a new database in which the schema is ready, with its password. */
  public static String connectionString() {
    return text(TestDatabase.connectionString());
  }

  /** The connection string of a new database without anything in it, with its password. */
  public static String empty() {
    return text(TestDatabase.emptyDatabase());
  }

  private static String text(ConnectionTarget target) {
    Properties login = target.properties();
    return target.jdbcUrl()
        + "?user="
        + login.getProperty("user")
        + "&password="
        + URLEncoder.encode(login.getProperty("password"), StandardCharsets.UTF_8);
  }
}
