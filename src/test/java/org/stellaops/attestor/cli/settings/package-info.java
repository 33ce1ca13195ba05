/** Tests of the commands for the configuration file. */
@NullMarked
package org.stellaops.attestor.cli.settings;

import org.jspecify.annotations.NullMarked;
