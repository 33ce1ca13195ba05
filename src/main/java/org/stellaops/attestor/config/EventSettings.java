package org.stellaops.attestor.config;

import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** Events for the routes of an operator. */
@Section("attestor.events")
public record EventSettings(
    @Key(
            pattern = "[a-z][a-z0-9+.-]*:\\S+",
            form = "Camel endpoint",
            hint = "write it like seda:attestor-events",
            description =
                "Camel endpoint to which the daemon sends an event as JSON at the end of each"
                    + " cycle, import, export and verification; docs/operations.md lists the"
                    + " fields. It is printed by `config show`: do not put a password into it.",
            example = "seda:attestor-events",
            details = "A slow or failing consumer loses events and does not delay the daemon.")
        Optional<String> endpoint)
    implements SettingsRecord<EventSettings> {}
