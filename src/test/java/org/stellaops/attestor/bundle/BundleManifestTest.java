package org.stellaops.attestor.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/** What a manifest cannot say, whoever writes it. */
class BundleManifestTest {
  private static final long SIZE = 10_000;

  @Test
  void theLongestListOfFilesFitsIntoAManifest() {
    String longest = "a".repeat(41) + (".b" + "b".repeat(19)).repeat(3);
    List<ControlFile> files = new ArrayList<>(List.of(file(ControlFile.CHECKPOINT, 200)));
    while (files.size() < BundleManifest.MOST_FILES) {
      String number = String.format(Locale.ROOT, "%04d", files.size());
      files.add(file("anchors/" + longest.substring(0, longest.length() - 4) + number, 16_000));
    }

    byte[] json = ManifestJson.print(listing(files));

    assertThat(json.length).isLessThan(ManifestJson.MOST_BYTES / 2);
    assertThat(ManifestJson.parse(json).files()).isEqualTo(files);
  }

  @Test
  void filesOfMoreThanTheirSumAreNotListed() {
    List<ControlFile> files = new ArrayList<>(List.of(file(ControlFile.CHECKPOINT, 0)));
    while (files.size() <= 32) {
      files.add(file("trust/" + files.size(), ControlFile.MOST_BYTES));
    }
    assertThat(listing(files).files()).hasSize(33);

    files.add(file("trust/more", 1));

    assertThatThrownBy(() -> listing(files))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("33554432 bytes together");
  }

  private static ControlFile file(String path, long bytes) {
    return new ControlFile(path, bytes, "0".repeat(64));
  }

  private static BundleManifest listing(List<ControlFile> files) {
    return new BundleManifest(
        new Origin("manifest.example/log"),
        "manifest.example/log",
        "25f9e0f9",
        new TreeHead(SIZE, Hash.of(new byte[Hash.BYTES])),
        TreeHead.EMPTY,
        BundleContent.ENTRIES,
        0,
        SIZE,
        0,
        1,
        1,
        41,
        40,
        files);
  }
}
