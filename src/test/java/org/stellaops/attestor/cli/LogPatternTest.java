package org.stellaops.attestor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.stellaops.attestor.sigstore.HostileBundles;

class LogPatternTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void untrustedTextAddsNoLineAndControlsNoTerminal() {
    String line = layout(null);

    assertThat(line.lines()).hasSize(1);
    assertThat(line).contains("verdict     good").contains("name=x?[1A");
    assertThat(line.chars().filter(c -> Character.isISOControl(c) && c != '\n')).isEmpty();
    assertThat(line).doesNotContain("\u202e").doesNotContain("\u2028");
  }

  @Test
  void everyLineOfAStackTraceBeginsWithATab() {
    String text = layout(new IllegalStateException(HostileBundles.FORGERY));

    assertThat(text.lines().skip(1)).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("\t"));
    assertThat(text).contains("IllegalStateException").contains("at org.stellaops");
    assertThat(text.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
        .isEmpty();
  }

  private String layout(Throwable error) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern(LogbackConfigurator.PATTERN);
    layout.start();
    LoggingEvent event =
        new LoggingEvent(
            "",
            context.getLogger("attestor.attestations"),
            Level.WARN,
            HostileBundles.FORGERY,
            error,
            new Object[0]);
    event.setKeyValuePairs(List.of(new KeyValuePair("name", HostileBundles.FORGERY)));
    return layout.doLayout(event);
  }
}
