package org.stellaops.attestor.cli;

import org.stellaops.attestor.config.schema.ByteSizeType;
import org.stellaops.attestor.failure.AttestorException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts byte sizes such as {@code 4G}, written as in the configuration. */
public final class ByteSizeConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return ByteSizeType.parseArgument(text);
    } catch (AttestorException e) {
      throw new TypeConversionException(e.getMessage() + "; " + e.hint());
    }
  }
}
