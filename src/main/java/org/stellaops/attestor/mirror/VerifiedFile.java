package org.stellaops.attestor.mirror;

import org.stellaops.attestor.tlog.Resource;

/**
 * Bytes that passed their check and may get their final name. Only {@link Wanted#admit}, {@link
 * MirrorPlan} and {@link ProvedTiles} make one.
 *
 * @param resource what it is
 * @param bytes the content; handed on, not copied, and not to be changed
 */
public record VerifiedFile(Resource resource, byte[] bytes) {}
