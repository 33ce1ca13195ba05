package org.stellaops.attestor.config.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that a record component is a key of the configuration file. The component gives its name
 * and its type, see {@link ValueTypes}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** The types of values that do not follow from the type of the component. */
  enum Type {
    /** The type that {@link ValueTypes} lists for the component. */
    OF_COMPONENT,
    ENVIRONMENT_VARIABLE,
    /** A host name or an address. */
    HOST,
    /** One line of text, at most 1000 characters. */
    LINE,
    PUBLIC_KEY,
    WEBHOOK_URL
  }

  /** The {@link #defaultValue} of a key without one. */
  String NONE = "\0";

  /** One or two sentences for operators, as the manual and {@code config explain} show them. */
  String description();

  /** A value that differs from the default. */
  String example();

  /**
   * The value of a file without this key, as an operator would write it. Without one, optional
   * values and lists are empty and every other key is required.
   */
  String defaultValue() default NONE;

  /** How the default follows from other keys, as {@code <dataDir>/tiles}; for the manual only. */
  String derivedDefault() default "";

  /** What a bare number counts, as {@code tiles}; empty if the value has a unit of its own. */
  String unit() default "";

  /** The least integer or duration. */
  String min() default "";

  /** The greatest integer or duration. */
  String max() default "";

  /** A regular expression that matches the whole text. */
  String pattern() default "";

  /** What {@link #pattern} matches, for the manual: {@code host name or address}. */
  String form() default "";

  /** What to write instead of text that {@link #pattern} does not match. */
  String hint() default "";

  /** The type of the value, if it does not follow from that of the component. */
  Type type() default Type.OF_COMPONENT;

  /**
   * Whether a relative path may also begin at the directory of the configuration file, because the
   * program only reads it.
   */
  boolean input() default false;

  /** More about the key, line by line, for the comment in the shipped configuration file. */
  String[] details() default {};
}
