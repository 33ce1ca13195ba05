package org.stellaops.attestor.app.jmx;

import java.util.Arrays;
import java.util.Optional;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.StandardMBean;

/** An MXBean with the descriptions of its interface; Java's own are the names of the methods. */
final class DescribedMBean extends StandardMBean {
  /** An MBean with the methods of {@code mxBean}, each of which has a {@link Description}. */
  <T> DescribedMBean(T bean, Class<T> mxBean) {
    super(bean, mxBean, true);
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    return Optional.ofNullable(getMBeanInterface().getAnnotation(Description.class))
        .map(Description::value)
        .orElse("");
  }

  @Override
  protected String getDescription(MBeanAttributeInfo attribute) {
    return ofMethod((attribute.isIs() ? "is" : "get") + attribute.getName());
  }

  @Override
  protected String getDescription(MBeanOperationInfo operation) {
    return ofMethod(operation.getName());
  }

  @Override
  protected int getImpact(MBeanOperationInfo operation) {
    return MBeanOperationInfo.ACTION;
  }

  private String ofMethod(String name) {
    return Arrays.stream(getMBeanInterface().getMethods())
        .filter(method -> method.getName().equals(name))
        .map(method -> method.getAnnotation(Description.class))
        .map(description -> description == null ? name : description.value())
        .findFirst()
        .orElse(name);
  }
}
