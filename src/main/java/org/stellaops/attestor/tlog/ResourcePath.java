package org.stellaops.attestor.tlog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path encoding of <a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>: an index is
 * written in groups of three decimal digits, all but the last prefixed with {@code x}, so a
 * directory has at most 3,000 names. Parsing is strict: a path that {@code format(parse(path))}
 * would not return unchanged is rejected.
 */
final class ResourcePath {
  /** The index of the last tile of the largest tree, which has 2^63-1 entries. */
  private static final long MAX_INDEX = (1L << 55) - 1;

  private static final Pattern FORM =
      Pattern.compile(
          "tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  private ResourcePath() {}

  static String format(Resource resource) {
    String kind = resource instanceof Tile tile ? Integer.toString(tile.level()) : "entries";
    String partial = resource.isPartial() ? ".p/" + resource.width() : "";
    return "tile/" + kind + "/" + groups(resource.index()) + partial;
  }

  static Resource parse(String path) {
    Matcher form = FORM.matcher(path);
    if (!form.matches()) {
      throw malformed(path);
    }
    long index = Long.parseLong(form.group(2).replace("x", "").replace("/", ""));
    int width = form.group(3) == null ? Resource.FULL : Integer.parseInt(form.group(3));
    Resource resource =
        form.group(1).equals("entries")
            ? new EntryBundle(index, width)
            : new Tile(Integer.parseInt(form.group(1)), index, width);
    // paths with leading zeros, superfluous groups or ".p/256" print differently
    if (!format(resource).equals(path)) {
      throw malformed(path);
    }
    return resource;
  }

  static void requireRange(long index, int width) {
    if (index < 0 || index > MAX_INDEX) {
      throw new MalformedException("a tile index must be from 0 to 2^55-1, not " + index);
    }
    if (width < 1 || width > Resource.FULL) {
      throw new MalformedException("a tile must have 1 to 256 items, not " + width);
    }
  }

  private static String groups(long index) {
    StringBuilder groups = new StringBuilder(lastThreeDigits(index));
    for (long remaining = index / 1000; remaining > 0; remaining /= 1000) {
      groups.insert(0, "x" + lastThreeDigits(remaining) + "/");
    }
    return groups.toString();
  }

  /** Without {@code String.format}, which uses the digits of the default locale. */
  private static String lastThreeDigits(long number) {
    return Long.toString(1000 + number % 1000).substring(1);
  }

  private static MalformedException malformed(String path) {
    String shortened = path.length() > 80 ? path.substring(0, 80) + "..." : path;
    // untrusted text must not write control characters to a terminal
    String quote = shortened.replaceAll("[^ -~]", "?");
    return new MalformedException("not the path of a tile or an entry bundle: " + quote);
  }
}
