/**
 * End-to-end tests of what operators rely on: the operations guide, its configuration, exit
 * statuses, field names of JSON output, keys with validity periods, and shutdown.
 *
 * <p>Example: {@code OperationsGuideTest} runs every command of the guide against a local log.
 */
package org.stellaops.attestor.scenario.operation;
