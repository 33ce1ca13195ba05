package org.stellaops.attestor.cli;

import org.stellaops.attestor.config.schema.ByteSizes;
import org.stellaops.attestor.failure.AttestorException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Byte sizes on the command line, written as in the configuration, or with the unit alone. */
public final class ByteSizeConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return ByteSizes.parse(text);
    } catch (AttestorException e) {
      throw new TypeConversionException(e.getMessage() + "; " + e.hint());
    }
  }
}
