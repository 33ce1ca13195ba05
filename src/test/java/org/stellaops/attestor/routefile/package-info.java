/**
 * Each file of routes alone, run by Camel's own test kit.
 *
 * <p>The beans, the database and the files are real. Only the routes of the other files are not
 * there: what the file under test sends to them arrives at mock endpoints of Camel, and a test says
 * what they answer. So a test here fails if a file breaks its promise to its neighbours, and the
 * scenarios fail if the promises do not fit together.
 */
@NullMarked
package org.stellaops.attestor.routefile;

import org.jspecify.annotations.NullMarked;
