/** The measuring itself, without the program that is measured. */
package org.stellaops.attestor.bench;
