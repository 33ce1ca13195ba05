package org.stellaops.attestor.config.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares that a record holds the keys of a section. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Section {
  /** The path of the section, as {@code attestor.audit}; that of a list item ends in {@code []}. */
  String value();
}
