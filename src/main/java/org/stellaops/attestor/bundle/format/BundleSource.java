package org.stellaops.attestor.bundle.format;

import java.io.IOException;
import java.io.InputStream;

/** Opens the content of a bundle or a receipt. */
@FunctionalInterface
public interface BundleSource {
  InputStream open() throws IOException;
}
