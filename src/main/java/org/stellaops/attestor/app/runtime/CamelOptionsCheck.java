package org.stellaops.attestor.app.runtime;

import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.util.StringHelper;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.FailureMapper;

/** Applies the section {@code camel} of the configuration without any route. */
final class CamelOptionsCheck {
  private CamelOptionsCheck() {}

  /**
   * Checks the options.
   *
   * @throws AttestorException with {@code configuration} and the name of an unknown or invalid one
   */
  static void requireValid(Map<String, String> options) {
    if (options.isEmpty()) {
      return;
    }
    Main main = new Main();
    Properties properties = new Properties();
    properties.putAll(options);
    properties.put("camel.main.jmx-enabled", "false");
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setOverrideProperties(properties);
    main.setPropertyPlaceholderLocations("false");
    try {
      main.init();
    } catch (Exception e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          name(options, e) + ": no such option, component or class, or not a valid value",
          "correct or remove the option; jars of further components belong into ext/",
          e);
    } finally {
      main.stop();
    }
  }

  /** The option that the exceptions speak of; they may repeat its value, which may be a secret. */
  private static String name(Map<String, String> options, Exception failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each.getMessage()).append('\n');
    }
    String root = "" + FailureMapper.rootCause(failure).getMessage();
    return options.entrySet().stream()
        .filter(option ->
            text.indexOf(option.getKey()) >= 0
                || text.indexOf(StringHelper.dashToCamelCase(option.getKey())) >= 0
                || option.getValue().endsWith(":" + root))
        .map(Map.Entry::getKey)
        .max(Comparator.comparing(String::length))
        .orElse("camel");
  }
}
