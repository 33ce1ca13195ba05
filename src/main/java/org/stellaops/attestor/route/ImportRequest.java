package org.stellaops.attestor.route;

import java.nio.file.Path;

/**
 * A bundle to be imported.
 *
 * @param file where it is
 * @param dryRun whether it is only to be checked
 * @param fromInbox whether it lies in the inbox, and is to be moved out of it in the end
 */
public record ImportRequest(Path file, boolean dryRun, boolean fromInbox) {}
