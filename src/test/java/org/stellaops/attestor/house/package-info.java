/** The rules of the house that a machine can hold: arrows, habits, documents, route files. */
package org.stellaops.attestor.house;
