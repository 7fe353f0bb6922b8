package lambda.tests.stack;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import lambda.local.supervise.PortCheck;
import lambda.local.supervise.Ports;

/// Finds ports that nobody listens on, so that several runs of the tests share a machine. Begins at
/// a random offset: two runs that look at the same time find different ones. All stay below the
/// ports that the kernel gives to clients.
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
