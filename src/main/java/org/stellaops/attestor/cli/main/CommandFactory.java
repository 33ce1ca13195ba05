package org.stellaops.attestor.cli.main;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Creates commands and options. The default factory of picocli searches all libraries for Groovy
 * and throws an exception for each class that is not public, which delays read-only commands. It is
 * used for interfaces only.
 */
final class CommandFactory implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type.isInterface()) {
      return CommandLine.defaultFactory().create(type);
    }
    Constructor<K> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true); // some option classes of picocli are not public
    return constructor.newInstance();
  }
}
