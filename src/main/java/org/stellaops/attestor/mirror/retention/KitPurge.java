package org.stellaops.attestor.mirror.retention;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stellaops.attestor.drop.DropFolder;

/**
 * Removes old kits from the outbox: bundles with all volumes and digest files. The newest scheduled
 * kit of each log, as {@code demo-300-1300.tar.gz}, stays, since it would be exported again.
 *
 * @param maxKits the number above which the oldest are removed; zero for no limit
 * @param maxAge the age above which kits are removed; zero for none
 */
public record KitPurge(Path directory, int maxKits, Duration maxAge) implements DirectoryPurge {
  private static final Pattern FILE =
      Pattern.compile(
          "(?<kit>(?<log>[^.].*?)(?<sizes>-[0-9]+){0,2})([.][0-9]{3})?[.]tar[.](gz|zst)([.]sha256)?");

  private record Kit(String log, Instant newest, List<Path> files) {}

  @Override
  public List<Path> removable(Instant now, DropFolder folder) throws IOException {
    Set<String> logs = new HashSet<>();
    List<Path> removable = new ArrayList<>();
    int number = 0;
    for (Kit kit : newestFirst(folder)) {
      boolean isNewest = !kit.log().isEmpty() && logs.add(kit.log());
      boolean isExcess = maxKits > 0 && ++number > maxKits;
      boolean isOld = !maxAge.isZero() && kit.newest().isBefore(now.minus(maxAge));
      if (!isNewest && (isExcess || isOld)) {
        removable.addAll(kit.files());
      }
    }
    return removable;
  }

  private static List<Kit> newestFirst(DropFolder folder) throws IOException {
    Map<String, Kit> kits = new TreeMap<>();
    folder
        .files()
        .forEach((name, attributes) -> {
          Matcher file = FILE.matcher(name.toString());
          if (file.matches()) {
            String log = file.group("sizes") == null ? "" : file.group("log");
            Instant time = attributes.lastModifiedTime().toInstant();
            kits.merge(file.group("kit"), new Kit(log, time, List.of(name)), KitPurge::merge);
          }
        });
    return kits.values().stream().sorted(Comparator.comparing(Kit::newest).reversed()).toList();
  }

  private static Kit merge(Kit one, Kit other) {
    List<Path> files = new ArrayList<>(one.files());
    files.addAll(other.files());
    boolean isLater = one.newest().isAfter(other.newest());
    return new Kit(one.log(), isLater ? one.newest() : other.newest(), files);
  }
}
