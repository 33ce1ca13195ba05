package org.stellaops.attestor.bundle.read;

import java.io.IOException;
import java.io.InputStream;

/** Opens the content of a bundle. */
@FunctionalInterface
public interface BundleSource {
  InputStream open() throws IOException;
}
