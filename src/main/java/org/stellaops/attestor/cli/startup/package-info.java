/**
 * The training run for the class-data archive (AppCDS) of read-only commands, and the health check
 * of the container image.
 *
 * <p>The launcher runs {@link org.stellaops.attestor.cli.startup.CdsTrainingRun} once for each
 * build and each Java installation. The run executes the read-only commands with and without a
 * database and discards their output. The virtual machine records the loaded classes and archives
 * them:
 *
 * <pre>
 *   $ java -XX:DumpLoadedClassList=classes -cp stella-attestor.jar \
 *         org.stellaops.attestor.cli.startup.CdsTrainingRun
 *   $ java -Xshare:dump -XX:SharedClassListFile=classes -XX:SharedArchiveFile=archive ...
 * </pre>
 *
 * <p>Later commands map the archive instead of loading and verifying class by class, and start in a
 * fraction of a second. A missing or outdated archive makes them slower and changes nothing else.
 *
 * <p>The run writes to temporary directories only. This package may use {@code cli} and all its
 * sub-packages; no package uses it.
 */
@NullMarked
package org.stellaops.attestor.cli.startup;

import org.jspecify.annotations.NullMarked;
