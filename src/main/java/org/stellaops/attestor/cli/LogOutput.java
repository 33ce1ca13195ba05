package org.stellaops.attestor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.util.List;
import org.slf4j.Logger;

/**
 * Where log lines go, and which: all to standard error, since standard output is for answers. In
 * Java, because reading the same from XML takes a looking command a tenth of its time. Whoever
 * names a file with {@code -Dlogback.configurationFile} has it his way.
 */
public final class LogOutput extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{24} %msg %kvp{NONE}%n%rEx{6}";
  private static final List<String> FILES = List.of("logback-test.xml", "logback.xml");

  /** For logback, which finds it as a service. */
  public LogOutput() {}

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    if (System.getProperty("logback.configurationFile") != null
        || FILES.stream().anyMatch(file -> LogOutput.class.getResource("/" + file) != null)) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    loggers.getStatusManager().add(new NopStatusListener());
    level(loggers, "attestor.sync", System.getProperty(Logging.LEVEL, "OFF"));
    level(loggers, "attestor", System.getProperty(Logging.LEVEL, "ERROR"));
    level(loggers, "org.stellaops", System.getProperty(Logging.LEVEL, "WARN"));
    level(loggers, Logger.ROOT_LOGGER_NAME, "WARN");
    loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(standardError(loggers));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext loggers) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(loggers);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(loggers));
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext loggers) {
    Encoder<ILoggingEvent> encoder;
    if (System.getProperty(Logging.FORMAT, "text").equals("json")) {
      encoder = new JsonLines();
    } else {
      PatternLayoutEncoder text = new PatternLayoutEncoder();
      text.setPattern(PATTERN);
      encoder = text;
    }
    encoder.setContext(loggers);
    encoder.start();
    return encoder;
  }

  private static void level(LoggerContext loggers, String name, String level) {
    loggers.getLogger(name).setLevel(Level.toLevel(level));
  }
}
