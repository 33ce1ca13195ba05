package org.stellaops.attestor.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when it is told to, forwards or back; one thread moves it, any look at it. */
public final class MutableClock extends Clock {
  private volatile Instant now;

  /** A clock that shows this time. */
  public MutableClock(Instant start) {
    this.now = start;
  }

  /** Moves it, back if {@code by} is negative. */
  public void move(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
