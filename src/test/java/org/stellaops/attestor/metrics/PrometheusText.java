package org.stellaops.attestor.metrics;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in the Prometheus text format 0.0.4, read as strictly as the format is written: one HELP
 * and one TYPE for each family, before its samples; the samples of a family together; no series
 * twice; histograms that add up. What breaks a rule fails the test.
 */
public final class PrometheusText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") ?(.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,?)");
  private static final Pattern SAMPLE =
      Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (NaN|[+-]Inf|[-+0-9.eE]+)");

  private final Map<String, String> help = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Set<String> seenFamilies = new LinkedHashSet<>();
  private String family = "";

  private PrometheusText() {}

  /** Reads a page. */
  public static PrometheusText parse(String page) {
    PrometheusText text = new PrometheusText();
    require(page.endsWith("\n"), "the last line has no end");
    page.lines().forEach(text::line);
    text.types.forEach((name, type) -> {
      require(text.help.containsKey(name), name + " has no help");
      if (type.equals("histogram")) {
        text.requireCumulative(name);
      }
    });
    return text;
  }

  /** The names of all families with their types. */
  public Map<String, String> types() {
    return types;
  }

  /** What a family is said to be. */
  public String help(String name) {
    return help.get(name);
  }

  /** All series with their values, as {@code name{a="b"}}, the labels by their names. */
  public Map<String, Double> samples() {
    return samples;
  }

  /** The value of one series; fails if it is not there. */
  public double value(String series) {
    require(samples.containsKey(series), "there is no " + series + " among " + samples.keySet());
    return samples.get(series);
  }

  private void line(String line) {
    Matcher matcher = HELP.matcher(line);
    if (matcher.matches()) {
      begin(matcher.group(1));
      require(help.put(matcher.group(1), matcher.group(2)) == null, "second help: " + line);
      return;
    }
    matcher = TYPE.matcher(line);
    if (matcher.matches()) {
      begin(matcher.group(1));
      require(types.put(matcher.group(1), matcher.group(2)) == null, "second type: " + line);
      return;
    }
    matcher = SAMPLE.matcher(line);
    require(matcher.matches(), "neither help nor type nor sample: " + line);
    sample(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2), matcher.group(3));
  }

  private void begin(String name) {
    if (!name.equals(family)) {
      require(seenFamilies.add(name), "the samples of " + name + " are not together");
      family = name;
    }
  }

  private void sample(String name, String labels, String value) {
    require(types.containsKey(family), name + " has no type before it");
    boolean hasSuffixes =
        types.get(family).equals("histogram") || types.get(family).equals("summary");
    String suffix = name.startsWith(family) ? name.substring(family.length()) : "?";
    require(
        hasSuffixes ? suffix.matches("_bucket|_sum|_count|") : suffix.isEmpty(),
        name + " is not of the family " + family);
    String series = name + sorted(labels);
    double number = value.endsWith("Inf") ? infinity(value) : Double.parseDouble(value);
    require(samples.put(series, number) == null, "twice: " + series);
  }

  private static double infinity(String value) {
    return value.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private static String sorted(String labels) {
    if (labels.isEmpty()) {
      return "";
    }
    Map<String, String> sorted = new TreeMap<>();
    Matcher label = LABEL.matcher(labels);
    int at = 0;
    while (at < labels.length()) {
      require(label.find(at) && label.start() == at, "labels: " + labels);
      require(sorted.put(label.group(1), label.group(2)) == null, "a label twice: " + labels);
      at = label.end();
    }
    StringBuilder text = new StringBuilder();
    sorted.forEach(
        (key, value) -> text.append(text.isEmpty() ? "{" : ",").append(key + "=\"" + value + "\""));
    return text + "}";
  }

  private void requireCumulative(String name) {
    Map<String, Double> last = new LinkedHashMap<>();
    samples.forEach((series, value) -> {
      if (series.startsWith(name + "_bucket{")) {
        String withoutLe = series.replaceFirst("le=\"[^\"]*\",?", "").replaceFirst(",}$", "}");
        require(
            value >= last.getOrDefault(withoutLe, 0.0), series + " is less than the one before");
        last.put(withoutLe, value);
      }
    });
    require(!last.isEmpty(), name + " has no buckets");
    last.forEach((series, value) ->
        require(
            samples.get(series.replace("_bucket{", "_count{")).equals(value),
            name + " has other counts in its buckets"));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }
}
