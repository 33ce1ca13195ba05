package org.stellaops.attestor.cli.main;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes commands and options. The usual factory runs into an exception for each class that is not
 * public, and looks through every library for Groovy first, which is felt by commands that only
 * look. It still decides what stands for an interface.
 */
final class CommandFactory implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type.isInterface()) {
      return CommandLine.defaultFactory().create(type);
    }
    Constructor<K> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true); // picocli has its own options in classes that are not public
    return constructor.newInstance();
  }
}
