package org.stellaops.attestor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;
import org.stellaops.attestor.json.JsonObject;

/**
 * Configures Logback: all log lines go to standard error, because standard output is for results.
 * It is written in Java because reading XML takes a tenth of the run time of a read-only command.
 * The system property {@code logback.configurationFile} names a configuration to use instead.
 */
public final class LogbackConfigurator extends ContextAwareBase implements Configurator {
  /**
   * Untrusted text in messages cannot add a line, nor control a terminal: the characters that
   * {@link org.stellaops.attestor.failure.SafeText} replaces are replaced. Every line of a stack
   * trace begins with a tab.
   */
  static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{24} %replace(%msg"
          + " %kvp{NONE}){'[\\p{C}\\p{Zl}\\p{Zp}]','?'}%n%replace(%replace(%rEx{6}){'[\\p{C}\\p{Zl}\\p{Zp}&&[^\\n\\t]]','?'}){'(?m)^(?=[^\\t\\n])','"
          + "\t'}";

  private static final List<String> LOGBACK_FILES = List.of("logback-test.xml", "logback.xml");

  /** Called by Logback, which finds this class as a service. */
  public LogbackConfigurator() {}

  @Override
  public ExecutionStatus configure(LoggerContext loggerContext) {
    if (System.getProperty("logback.configurationFile") != null
        || LOGBACK_FILES.stream()
            .anyMatch(file -> LogbackConfigurator.class.getResource("/" + file) != null)) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    loggerContext.getStatusManager().add(new NopStatusListener());
    Map<String, String> defaultLevels =
        Map.of("attestor.sync", "OFF", "attestor", "ERROR", "org.stellaops", "WARN");
    defaultLevels.forEach((name, level) ->
        setLevel(loggerContext, name, System.getProperty(LoggingProperties.LEVEL_PROPERTY, level)));
    setLevel(loggerContext, Logger.ROOT_LOGGER_NAME, "WARN");
    loggerContext
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .addAppender(standardErrorAppender(loggerContext));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static ConsoleAppender<ILoggingEvent> standardErrorAppender(LoggerContext loggerContext) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(loggerContext);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(loggerContext));
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext loggerContext) {
    Encoder<ILoggingEvent> encoder;
    if (System.getProperty(LoggingProperties.FORMAT_PROPERTY, "text").equals("json")) {
      encoder = new JsonEncoder();
    } else {
      PatternLayoutEncoder text = new PatternLayoutEncoder();
      text.setPattern(PATTERN);
      encoder = text;
    }
    encoder.setContext(loggerContext);
    encoder.start();
    return encoder;
  }

  private static void setLevel(LoggerContext loggerContext, String name, String level) {
    loggerContext.getLogger(name).setLevel(Level.toLevel(level));
  }

  /**
   * Encodes a log event as one line of JSON: time, level, logger, message, and the key-value pairs
   * of the event.
   *
   * <pre>
   *   {"time":"2026-01-15T12:34:56.789Z","level":"INFO","logger":"attestor.sync",
   *    "message":"cycle ended","backend":"sigstore-prod","outcome":"advanced","tree_size":45678901}
   * </pre>
   */
  private static final class JsonEncoder extends EncoderBase<ILoggingEvent> {

    private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

    @Override
    public void start() {
      stackTrace.start();
      super.start();
    }

    @Override
    public byte[] headerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      JsonObject line =
          new JsonObject()
              .with("time", event.getInstant())
              .with("level", event.getLevel().toString())
              .with("logger", event.getLoggerName())
              .with("message", event.getFormattedMessage());
      List<KeyValuePair> pairs = event.getKeyValuePairs();
      if (pairs != null) {
        pairs.forEach(pair -> line.with(pair.key, jsonValue(pair.value)));
      }
      if (event.getThrowableProxy() != null) {
        line.with("stackTrace", stackTrace.convert(event));
      }
      return (line.print() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Object jsonValue(Object value) {
      return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }
  }
}
