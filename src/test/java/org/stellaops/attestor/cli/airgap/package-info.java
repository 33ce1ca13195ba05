/** Progress and keys of the commands that write and read bundles. */
package org.stellaops.attestor.cli.airgap;
