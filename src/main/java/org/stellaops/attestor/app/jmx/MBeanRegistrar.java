package org.stellaops.attestor.app.jmx;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.mirror.Backend;

/** Registers and unregisters the MBeans of backends. */
public final class MBeanRegistrar implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MBeanRegistrar.class);

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final List<ObjectName> registered = new ArrayList<>();
  private final ObjectGraph graph;
  private final BackendControl control;

  public MBeanRegistrar(ObjectGraph graph, BackendControl control) {
    this.graph = graph;
    this.control = control;
  }

  /** Registers every enabled backend. */
  public void register() {
    BackendFactory.create(graph.settings()).backends().forEach(this::register);
  }

  private void register(Backend backend) {
    BackendBean bean =
        new BackendBean(
            backend, graph.states(), graph.pauses(), graph::mirrorStatus, graph.clock(), control);
    try {
      ObjectName name = new ObjectName("org.stellaops.attestor:type=Backend,name=" + backend.id());
      server.registerMBean(new DescribedMBean(bean, BackendMXBean.class), name);
      registered.add(name);
    } catch (InstanceAlreadyExistsException e) {
      LOG.debug("{} is registered already by another mirror in this process", backend.id());
    } catch (JMException e) {
      LOG.warn("cannot register backend {} in JMX: {}", backend.id(), e.toString());
    }
  }

  @Override
  public void close() {
    for (ObjectName name : registered) {
      try {
        server.unregisterMBean(name);
      } catch (JMException e) {
        LOG.debug("{} was not registered", name);
      }
    }
    registered.clear();
  }
}
