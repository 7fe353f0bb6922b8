package lambda.generator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends the load of a [LoadSpec]: the past at once, then the present as it comes. One thread;
/// [#stop] may be called from another.
public final class Generator {
  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
  private static final Duration LONGEST_NAP = Duration.ofMillis(200);

  private final Load load;
  private final Ledger ledger;
  private final @Nullable Path ledgerFile;
  private final InstantSource clock;
  private final Consumer<Ledger> report;
  private final Sender sender;
  private volatile boolean stopping;

  /// @param ledgerFile where the ledger is kept, and taken up again if it is there
  /// @param report told every few seconds what has been sent
  public Generator(
      LoadSpec spec,
      String kafka,
      String topic,
      Optional<Path> ledgerFile,
      InstantSource clock,
      Consumer<Ledger> report) {
    load = new Load(spec);
    ledger = ledgerFile.map(Ledger::read).orElseGet(Ledger::new);
    this.ledgerFile = ledgerFile.orElse(null);
    this.clock = clock;
    this.report = report;
    sender = new Sender(kafka, topic, ledger);
  }

  /// Sends what arrives before `end`, each record when its time has come; what lies in the past
  /// goes out at once.
  ///
  /// @return what was sent and acknowledged
  public Ledger run(Instant end) throws InterruptedException {
    try (sender) {
      Instant nextReport = clock.instant().plus(REPORT_EVERY);
      Planned planned = load.next();
      while (!stopping && planned.arrival() < end.toEpochMilli()) {
        Instant now = clock.instant();
        if (!now.isBefore(nextReport)) {
          nextReport = now.plus(REPORT_EVERY);
          keep();
          report.accept(ledger);
        }
        long wait = planned.arrival() - now.toEpochMilli();
        if (wait > 0) {
          Thread.sleep(Math.min(wait, LONGEST_NAP.toMillis()));
        } else {
          sender.send(planned);
          planned = load.next();
        }
      }
      sender.flush();
    } finally {
      keep();
    }
    return ledger;
  }

  private void keep() {
    if (ledgerFile != null) {
      ledger.write(ledgerFile);
    }
  }

  /// Asks [#run] to end; it returns once all that was sent is acknowledged.
  public void stop() {
    stopping = true;
  }
}
