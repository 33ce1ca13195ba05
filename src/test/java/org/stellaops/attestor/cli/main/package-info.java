/** The command line as the shell sees it: exit status, standard output, standard error. */
package org.stellaops.attestor.cli.main;
