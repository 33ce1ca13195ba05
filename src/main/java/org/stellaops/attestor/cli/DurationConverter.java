package org.stellaops.attestor.cli;

import java.time.Duration;
import org.stellaops.attestor.config.schema.DurationText;
import org.stellaops.attestor.failure.AttestorException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts durations such as {@code 720h}, written as in the configuration. */
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return DurationText.parse(text);
    } catch (AttestorException e) {
      throw new TypeConversionException(e.getMessage() + "; " + e.hint());
    }
  }
}
