/**
 * Parses the responses of a Rekor v1 server, as specified by its <a
 * href="https://github.com/sigstore/rekor/blob/main/openapi.yaml">API</a>.
 *
 * <p>Rekor v1 has no tiles. Its history is divided into shards. Each shard is a separate tree with
 * the origin {@code <host> - <treeID>}; one of them accepts new entries:
 *
 * <pre>
 *   GET api/v1/log                     {"treeID": "1193050959916656506", "treeSize": 1511664856,
 *                                       "rootHash": "f8e3…", "signedTreeHead": "rekor.… a note",
 *                                       "inactiveShards": [ {the same four fields} … ]}
 *   GET api/v1/log/proof?firstSize=5&amp;lastSize=9&amp;treeID=…    {"hashes": ["ac36…"], "rootHash": …}
 * </pre>
 *
 * <p>Only the note is signed, so only the note is trusted. The unsigned fields next to it are
 * compared with it, and a mismatch is reported. The {@code rootHash} of a consistency proof belongs
 * to the server's current tree size and is ignored.
 *
 * <p>The package parses bytes and opens no connection. It uses {@code mirror} and the packages
 * below it.
 */
@NullMarked
package org.stellaops.attestor.rekor;

import org.jspecify.annotations.NullMarked;
