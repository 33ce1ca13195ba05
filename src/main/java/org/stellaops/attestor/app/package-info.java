/**
 * The composition root: builds the objects, binds them to the names that the routes use, and runs
 * Camel.
 *
 * <p>Two kinds of process share it. The daemon polls and serves; a command that does a route's work
 * runs the same routes without pollers and without a server, sends one message and ends:
 *
 * <pre>
 *   stella attestor run                      timer → direct:sync-backend → … for every backend
 *   stella attestor sync --backend ID            direct:sync-backend → … once
 * </pre>
 *
 * <p>Nothing else names the adapters. There is no container and no scanning: {@link
 * org.stellaops.attestor.app.ObjectGraph} calls constructors.
 */
@NullMarked
package org.stellaops.attestor.app;

import org.jspecify.annotations.NullMarked;
