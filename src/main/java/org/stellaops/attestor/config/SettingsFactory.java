package org.stellaops.attestor.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.config.schema.BackendType;
import org.stellaops.attestor.config.schema.SectionSchema;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.config.schema.SettingsSource;

/**
 * Makes settings of the values of a file that has no problems: resolves paths, and applies the
 * defaults that follow from other keys.
 *
 * @param working the absolute working directory of the program
 * @param configuration the absolute directory of the configuration file
 * @param defaultDataDir the data directory of a file that sets none
 */
record SettingsFactory(Path working, Path configuration, Path defaultDataDir) {
  private static final SettingKey<?> DATA_DIR = SettingKeys.get("attestor.dataDir");
  private static final SettingKey<?> ORIGIN =
      SettingKeys.get("attestor.rekorSync.backends[].origin");
  private static final SettingKey<?> TYPE = SettingKeys.get("attestor.rekorSync.backends[].type");

  Settings create(ParsedValues program, List<ParsedValues> backends) {
    return SectionSchema.of(Settings.class).create(source(program, backends));
  }

  private SettingsSource source(ParsedValues values, List<ParsedValues> items) {
    return new SettingsSource() {
      @Override
      public Object value(SettingKey<?> key) {
        return resolve(key, valueOf(values, key));
      }

      @Override
      public List<SettingsSource> items(String section) {
        return items.stream().map(item -> source(item, List.of())).toList();
      }
    };
  }

  private Object valueOf(ParsedValues values, SettingKey<?> key) {
    return switch (key.path()) {
      case "attestor.dataDir" -> values.find(key).orElse(defaultDataDir);
      case "attestor.tileCache.basePath" ->
          values.find(key).orElseGet(() -> defaultBasePath(values));
      case "attestor.rekorSync.backends[].keyName" ->
          values.find(key).orElseGet(() -> values.get(ORIGIN));
      // fetching the entries of a Rekor v1 log takes a request for every ten
      case "attestor.rekorSync.backends[].mirrorEntries" ->
          values.has(key) || values.get(TYPE) != BackendType.REKOR_V1 ? values.get(key) : false;
      default -> values.get(key);
    };
  }

  private Path defaultBasePath(ParsedValues values) {
    return ((Path) values.find(DATA_DIR).orElse(defaultDataDir)).resolve("tiles");
  }

  private Object resolve(SettingKey<?> key, Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(present -> resolve(key, present));
    }
    return value instanceof Path path ? resolve(path, key.isInput()) : value;
  }

  /** An input may be beside the configuration file, if it is not in the working directory. */
  private Path resolve(Path path, boolean isInput) {
    Path output = working.resolve(path).normalize();
    boolean isBesideConfiguration = isInput && !Files.exists(output);
    return isBesideConfiguration ? configuration.resolve(path).normalize() : output;
  }
}
