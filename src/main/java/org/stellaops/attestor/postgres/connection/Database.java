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
 * A database with a schema, and how to connect to it. Connections look for unqualified names in
 * that schema, give up instead of hanging, and show up in {@code pg_stat_activity} with the
 * command, host and process, as {@code stella-attestor run mirror1:4711}.
 *
 * <p>Opening one touches no network; the first query does.
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
   * For the daemon and whatever runs routes: a pool of a few connections.
   *
   * @param command what runs, as {@code run} or {@code sync}
   */
  public static Database pooled(ConnectionTarget target, String schema, String command) {
    return pooled(target, schema, command, Duration.ofSeconds(5));
  }

  public static Database pooled(
      ConnectionTarget target, String schema, String command, Duration connectionTimeout) {
    PGSimpleDataSource direct = driverDataSource(target, schema, command);
    return new Database(
        target, schema, direct, Optional.of(newPool(direct, connectionTimeout)), Optional.empty());
  }

  /** A connection for each question, and nothing to close. */
  public static Database direct(ConnectionTarget target, String schema, String command) {
    PGSimpleDataSource direct = driverDataSource(target, schema, command);
    return new Database(target, schema, direct, Optional.empty(), Optional.empty());
  }

  /** For commands that ask a few questions and end: one connection for all, and no pool. */
  public static Database single(ConnectionTarget target, String schema, String command) {
    PGSimpleDataSource direct = driverDataSource(target, schema, command);
    SingleConnection single = new SingleConnection(direct);
    return new Database(target, schema, direct, Optional.empty(), Optional.of(single));
  }

  /** For camel-sql and the like: those of the pool, if there is one. */
  public DataSource dataSource() {
    return pool.isPresent() ? pool.get() : direct;
  }

  /** Where it is; prints without password. */
  public ConnectionTarget target() {
    return target;
  }

  /** The schema of our tables. */
  public String schema() {
    return schema;
  }

  /** A connection that is not from the pool, for what lasts long or keeps state in its session. */
  public Connection connectDirectly() throws SQLException {
    return direct.getConnection();
  }

  /** For statements: from the pool, or the one that is kept, if there is either. */
  ConnectionProvider connections() {
    return pool.isPresent()
        ? new ConnectionProvider.DataSourceConnections(pool.get())
        : directConnections();
  }

  /** Those that are not from the pool. */
  ConnectionProvider directConnections() {
    return single.isPresent() ? single.get() : new ConnectionProvider.DataSourceConnections(direct);
  }

  /** The source of those that are neither from the pool nor kept. */
  public DataSource directDataSource() {
    return direct;
  }

  /** Closes the connections of the pool, or the one that is kept. */
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
    properties.setProperty("currentSchema", '"' + schema.replace("\"", "\"\"") + '"');
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
