/**
 * Strict reading of JSON from untrusted sources, and JSON objects for output.
 *
 * <p>{@link org.stellaops.attestor.json.StrictJson} reads one object in the JSON form of protocol
 * buffers: 64-bit numbers may be strings, bytes are base64, and {@code null} means absent.
 * Duplicate names, non-canonical base64, and numbers with signs or leading zeros are rejected.
 * Messages name the path of the value:
 *
 * <pre>
 *   verificationMaterial.tlogEntries[0].logIndex is not a decimal number
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.json.JsonObject} is an object to print, with its fields in a
 * fixed order. The package uses {@code note} (canonical base64) and {@code tlog} (the exception for
 * malformed input).
 */
@NullMarked
package org.stellaops.attestor.json;

import org.jspecify.annotations.NullMarked;
