package org.stellaops.attestor.routes;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

class ConfigurationRoutesTest extends RouteFileTestCase {
  ConfigurationRoutesTest() {
    super("monitoring/configuration");
  }

  @Test
  void appliesChangeOnce() throws Exception {
    Path file = configuration().file();
    kit.watch(file, context);
    AdviceWith.adviceWith(
        context,
        "watch-configuration",
        route -> {
          route.replaceFromWith("direct:look");
          route.weaveById("apply-configuration-changes").after().to("mock:taken-up");
        });
    MockEndpoint taken = getMockEndpoint("mock:taken-up");
    taken.expectedMessageCount(1);

    template.sendBody("direct:look", null);
    Files.writeString(file, Files.readString(file) + "# more\n");
    template.sendBody("direct:look", null);
    template.sendBody("direct:look", null);

    taken.assertIsSatisfied();
  }
}
