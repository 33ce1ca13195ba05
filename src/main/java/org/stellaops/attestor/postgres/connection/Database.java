package org.stellaops.attestor.postgres.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.stellaops.attestor.connectionstring.ConnectionTarget;

/**
 * A schema in a database. Connections have that schema as their {@code search_path}, use timeouts
 * (connect 5 s, login 10 s, socket 60 s), and are named in {@code pg_stat_activity} after command,
 * host and process ID, as {@code stella-attestor run mirror1:4711}.
 *
 * <p>Creating an instance does not connect; the first query does.
 */
public final class Database implements AutoCloseable {
  private static final int POOL_SIZE = 8;

  private final ConnectionTarget target;
  private final String schema;
  private final PGSimpleDataSource direct;
  private final Optional<HikariDataSource> pool;
  private final Optional<SingleConnection> single;

  private Database(
      ConnectionTarget target,
      String schema,
      PGSimpleDataSource direct,
      Optional<HikariDataSource> pool,
      Optional<SingleConnection> single) {
    this.target = target;
    this.schema = schema;
    this.direct = direct;
    this.pool = pool;
    this.single = single;
  }

  /**
   * Uses a pool of at most 8 connections; for processes that run routes.
   *
   * @param command the command, as {@code run} or {@code sync}
   * @param connectionTimeout the longest wait for a free connection
   */
  public static Database pooled(
      ConnectionTarget target, String schema, String command, Duration connectionTimeout) {
    PGSimpleDataSource direct = driverDataSource(target, schema, command);
    return new Database(
        target, schema, direct, Optional.of(newPool(direct, connectionTimeout)), Optional.empty());
  }

  /** Uses a connection per statement; need not be closed. */
  public static Database direct(ConnectionTarget target, String schema, String command) {
    PGSimpleDataSource direct = driverDataSource(target, schema, command);
    return new Database(target, schema, direct, Optional.empty(), Optional.empty());
  }

  /** Uses one connection for all statements; for short commands. */
  public static Database single(ConnectionTarget target, String schema, String command) {
    PGSimpleDataSource direct = driverDataSource(target, schema, command);
    SingleConnection single = new SingleConnection(direct);
    return new Database(target, schema, direct, Optional.empty(), Optional.of(single));
  }

  /** The pool if there is one, else unpooled connections; for camel-sql. */
  public DataSource dataSource() {
    return pool.isPresent() ? pool.get() : direct;
  }

  /** The target; prints without password. */
  public ConnectionTarget target() {
    return target;
  }

  /** The name of the schema. */
  public String schema() {
    return schema;
  }

  /** Opens an unpooled connection, for long use or session state. */
  public Connection connectDirectly() throws SQLException {
    return direct.getConnection();
  }

  /** Connections for statements. */
  ConnectionProvider connections() {
    return pool.isPresent()
        ? new ConnectionProvider.DataSourceConnections(pool.get())
        : directConnections();
  }

  /** Unpooled connections for statements. */
  ConnectionProvider directConnections() {
    return single.isPresent() ? single.get() : new ConnectionProvider.DataSourceConnections(direct);
  }

  /** Unpooled connections, for Flyway. */
  public DataSource directDataSource() {
    return direct;
  }

  /** The name in double quotes, as SQL requires for names with other characters than a-z and _. */
  public static String quoteIdentifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Closes the connections of this instance. */
  @Override
  public void close() {
    pool.ifPresent(HikariDataSource::close);
    single.ifPresent(SingleConnection::close);
  }

  @Override
  public String toString() {
    return "schema " + schema + " of " + target.location();
  }

  private static PGSimpleDataSource driverDataSource(
      ConnectionTarget target, String schema, String command) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    Properties properties =
        target
            .withDefault("connectTimeout", "5")
            .withDefault("loginTimeout", "10")
            .withDefault("socketTimeout", "60")
            .withDefault("tcpKeepAlive", "true")
            .properties();
    properties.setProperty("currentSchema", quoteIdentifier(schema));
    properties.setProperty(
        "ApplicationName", "stella-attestor " + command + " " + ApplicationName.hostAndPid());
    source.setURL(target.jdbcUrl());
    try {
      for (String name : properties.stringPropertyNames()) {
        source.setProperty(name, properties.getProperty(name));
      }
    } catch (SQLException e) {
      throw SqlErrors.of(e, target);
    }
    return source;
  }

  private static HikariDataSource newPool(DataSource direct, Duration connectionTimeout) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("attestor");
    config.setDataSource(direct);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(connectionTimeout.toMillis());
    config.setValidationTimeout(Math.min(connectionTimeout.toMillis(), 3000));
    config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
    config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }
}
