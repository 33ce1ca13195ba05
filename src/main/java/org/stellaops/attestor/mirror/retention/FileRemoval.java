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
 * Removes or counts the files of a log's directory that match a condition. Handles any number of
 * files.
 *
 * @param tree the mirrors
 * @param origin the log
 * @param isRemovable whether to remove the file with this path below the log's directory
 */
record FileRemoval(MirrorTree tree, Origin origin, Predicate<String> isRemovable) {
  /** The maximum number of paths in memory. */
  private static final int BATCH_SIZE = 100_000;

  /** Counts the files. */
  FileCount count() {
    FileCounter found = new FileCounter();
    forEachMatch(found::add);
    return found.count();
  }

  /** Removes the files, and the directories that are empty afterwards. */
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
        // a named or temporary file
      }
    }

    FileCount count() {
      return new FileCount(tiles, entryBundles, bytes);
    }
  }
}
