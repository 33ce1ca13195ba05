package org.stellaops.attestor.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Tile;

class UnflushedFilesTest {
  @Test
  void eachFileIsTakenOnce() {
    UnflushedFiles files = new UnflushedFiles();
    files.add(Tile.full(0, 0));
    files.add(new Tile(1, 0, 1));
    files.add(EntryBundle.full(0));

    assertThat(files.takeAll())
        .containsExactly(Tile.full(0, 0), new Tile(1, 0, 1), EntryBundle.full(0));
    assertThat(files.takeAll()).isEmpty();
  }
}
