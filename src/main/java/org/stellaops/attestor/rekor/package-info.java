/**
 * The answers of a Rekor v1 server, as its <a
 * href="https://github.com/sigstore/rekor/blob/main/openapi.yaml">API</a> gives them.
 *
 * <p>Rekor v1 has no tiles. Its history lies in shards, each a tree of its own with the origin
 * {@code <host> - <treeID>}, of which one takes new entries:
 *
 * <pre>
 *   GET api/v1/log                     {"treeID": "1193050959916656506", "treeSize": 1511664856,
 *                                       "rootHash": "f8e3…", "signedTreeHead": "rekor.… a note",
 *                                       "inactiveShards": [ {the same four} … ]}
 *   GET api/v1/log/proof?firstSize=5&amp;lastSize=9&amp;treeID=…    {"hashes": ["ac36…"], "rootHash": …}
 * </pre>
 *
 * <p>Of all this only the note is signed, so only the note is believed. What stands beside it is
 * compared with it, and a difference is told. The {@code rootHash} of a proof is that of whatever
 * size the tree has by then, and is not read at all.
 *
 * <p>The package reads bytes and opens no connection.
 */
@NullMarked
package org.stellaops.attestor.rekor;

import org.jspecify.annotations.NullMarked;
