/** What all commands share: options and their defaults. */
package org.stellaops.attestor.cli;
