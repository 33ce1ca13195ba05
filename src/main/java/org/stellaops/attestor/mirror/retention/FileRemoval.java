package org.stellaops.attestor.mirror.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.MirrorTree.ListedFile;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * The files of a log's directory that are to go, however many they are.
 *
 * @param tree where they are
 * @param origin the log
 * @param isRemovable tells by the path below the log's directory whether a file is to go
 */
record FileRemoval(MirrorTree tree, Origin origin, Predicate<String> isRemovable) {
  /** So many names are kept in memory at once. */
  private static final int BATCH_SIZE = 100_000;

  /** Counts them. */
  FileCount count() {
    FileCounter found = new FileCounter();
    forEachMatch(found::add);
    return found.count();
  }

  /** Removes them, and the directories that are empty then. */
  FileCount remove() {
    FileCounter removed = new FileCounter();
    List<String> batch = new ArrayList<>();
    do {
      batch.clear();
      forEachMatch(file -> {
        if (batch.size() < BATCH_SIZE) {
          batch.add(file.path());
          removed.add(file);
        }
      });
      batch.forEach(path -> tree.remove(origin, path));
    } while (batch.size() == BATCH_SIZE);
    return removed.count();
  }

  private void forEachMatch(Consumer<ListedFile> listener) {
    tree.list(
        origin,
        file -> {
          if (isRemovable.test(file.path())) {
            listener.accept(file);
          }
        });
  }

  private static final class FileCounter {
    private long tiles;
    private long entryBundles;
    private long bytes;

    void add(ListedFile file) {
      bytes += file.bytes();
      try {
        if (Resource.parse(file.path()) instanceof Tile) {
          tiles++;
        } else {
          entryBundles++;
        }
      } catch (MalformedException e) {
        // the checkpoint, or what a write has left
      }
    }

    FileCount count() {
      return new FileCount(tiles, entryBundles, bytes);
    }
  }
}
