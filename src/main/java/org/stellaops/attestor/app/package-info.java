/**
 * The composition root: opens the store, creates backends and mirror lookups from the settings, and
 * starts and stops Camel.
 *
 * <p>Two kinds of process use it. The daemon polls and serves HTTP. A command that needs a route
 * runs the same routes without pollers and without a server, sends one message and ends:
 *
 * <pre>
 *   stella attestor run                      timer → direct:sync-backend → … for every backend
 *   stella attestor sync --backend ID            direct:sync-backend → … once
 * </pre>
 *
 * <p>Only this package and its sub-packages refer to the adapters in {@code filetree} and {@code
 * postgres}. There is no dependency injection container and no class path scanning; {@code
 * app.beans} calls constructors.
 *
 * <p>{@link org.stellaops.attestor.app.PostgresStore}, {@link
 * org.stellaops.attestor.app.OfflineMirrorLookup} and {@link
 * org.stellaops.attestor.app.VerifiedAnchors} do not need Camel, so read-only commands use them
 * directly.
 *
 * <p>This package contains no business rules. It may use every package except {@code cli}.
 */
@NullMarked
package org.stellaops.attestor.app;

import org.jspecify.annotations.NullMarked;
