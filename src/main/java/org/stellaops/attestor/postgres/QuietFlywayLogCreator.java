package org.stellaops.attestor.postgres;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs messages of Flyway one level lower, so that a normal start does not log migrations. */
public final class QuietFlywayLogCreator implements LogCreator {
  @Override
  public Log createLogger(Class<?> owner) {
    return new QuietLog(LoggerFactory.getLogger(owner));
  }

  private record QuietLog(Logger logger) implements Log {
    @Override
    public boolean isDebugEnabled() {
      return logger.isTraceEnabled();
    }

    @Override
    public void debug(String message) {
      logger.trace(message);
    }

    @Override
    public void info(String message) {
      logger.debug(message);
    }

    @Override
    public void notice(String message) {
      logger.debug(message);
    }

    @Override
    public void warn(String message) {
      logger.warn(message);
    }

    @Override
    public void error(String message) {
      logger.debug(message); // is also thrown as an exception, which is reported
    }

    @Override
    public void error(String message, Exception e) {
      logger.debug(message, e);
    }
  }
}
