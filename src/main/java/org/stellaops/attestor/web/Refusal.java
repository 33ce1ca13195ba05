package org.stellaops.attestor.web;

/**
 * A refused request.
 *
 * @param status the status of the response: 403 or 404, or 421 for a host name
 * @param message for the operator, one line
 */
public record Refusal(int status, String message) {}
