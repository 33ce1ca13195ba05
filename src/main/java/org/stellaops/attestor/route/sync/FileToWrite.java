package org.stellaops.attestor.route.sync;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * A verified file for the file endpoint.
 *
 * @param path below the base path of all mirrors
 * @param file the file to write
 * @param onClose called when the content was read, after which it may be overwritten
 */
public record FileToWrite(String path, VerifiedFile file, Runnable onClose) {
  public InputStream open() {
    ByteSlice content = file.content();
    return new ByteArrayInputStream(content.array(), content.from(), content.length()) {
      @Override
      public void close() {
        onClose.run();
      }
    };
  }
}
