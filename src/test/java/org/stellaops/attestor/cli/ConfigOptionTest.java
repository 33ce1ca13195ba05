package org.stellaops.attestor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;

class ConfigOptionTest {
  @TempDir private Path home;

  @Test
  void installationKeepsDataInVarLib() throws IOException {
    Path installed = ConfigOption.defaultDataDir(home);

    assertThat(installed).isEqualTo(Path.of("/var/lib/stella/attestor"));
    assertThat(Files.readString(Path.of("config/debian/postinst")))
        .contains("mkdir -p " + installed + "\n");
    Settings settings = new SettingsLoader(home, installed).parse("no file", "attestor:");
    assertThat(settings.tiles().basePath()).isEqualTo(installed.resolve("tiles"));
  }

  /** As the manual says; a checkout may be read-only, or shared by several sites. */
  @Test
  void checkoutKeepsDataInWorkingDirectory() throws IOException {
    Files.createFile(home.resolve("pom.xml"));

    assertThat(ConfigOption.defaultDataDir(home))
        .isEqualTo(Path.of("data").toAbsolutePath())
        .isNotEqualTo(home.resolve("data"));
  }
}
