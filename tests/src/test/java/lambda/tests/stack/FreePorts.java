package lambda.tests.stack;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import lambda.local.supervise.PortCheck;
import lambda.local.supervise.Ports;

/// Finds free ports, so that several test runs can share a machine. The search begins at a random
/// offset, so two simultaneous runs find different ones. All are below the kernel's ephemeral
/// ports.
public final class FreePorts {
  private static final int FIRST = 1_000;
  private static final int LAST = 22_000;

  private FreePorts() {}

  public static Ports find() {
    int begin = ThreadLocalRandom.current().nextInt(FIRST, LAST);
    return IntStream.concat(IntStream.range(begin, LAST), IntStream.range(FIRST, begin))
        .mapToObj(Ports::new)
        .filter(ports -> PortCheck.taken(ports).isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no ports are free"));
  }
}
