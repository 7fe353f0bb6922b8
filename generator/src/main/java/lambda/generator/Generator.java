package lambda.generator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.generator.ledger.Ledger;
import lambda.generator.load.Load;
import lambda.generator.load.LoadSpec;
import lambda.generator.load.PlannedRecord;
import org.jspecify.annotations.Nullable;

/// Sends the load of a [LoadSpec] to a stream: past records at once, later ones when they are due.
/// One thread; [#stop] may be called from another.
public final class Generator {
  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
  private static final Duration LONGEST_NAP = Duration.ofMillis(200);

  private final Load load;
  private final Ledger ledger;
  private final @Nullable Path ledgerFile;
  private final InstantSource clock;
  private final Consumer<Ledger> report;
  private final LedgerSender sender;
  private volatile boolean stopping;

  /// @param ledgerFile where the ledger is kept, and continued if it exists; without it, no figures
  ///   are recorded
  /// @param report receives the ledger every few seconds
  public Generator(
      LoadSpec spec,
      StreamDefinition stream,
      String kafka,
      Optional<Path> ledgerFile,
      InstantSource clock,
      Consumer<Ledger> report) {
    load = new Load(spec, stream);
    ledger =
        ledgerFile.map(file -> Ledger.read(stream, file)).orElseGet(() -> Ledger.ofCounts(stream));
    this.ledgerFile = ledgerFile.orElse(null);
    this.clock = clock;
    this.report = report;
    sender = new LedgerSender(kafka, stream.topic(), ledger);
  }

  /// Sends the records that arrive before `end`, each at its time; past records are sent at once.
  ///
  /// @return what was sent and acknowledged
  public Ledger run(Instant end) throws InterruptedException {
    try (sender) {
      Instant nextReport = clock.instant().plus(REPORT_EVERY);
      PlannedRecord planned = load.next();
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

  /// Runs generators in parallel until all have ended. If one fails, the others stop, too.
  ///
  /// @return what each sent
  public static List<Ledger> runAll(List<Generator> generators, Instant end)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      CompletionService<Ledger> running = new ExecutorCompletionService<>(threads);
      generators.forEach(generator -> running.submit(() -> generator.run(end)));
      try {
        for (int i = 0; i < generators.size(); i++) {
          running.take().get(); // in order of completion, so that a failure does not wait
        }
        return generators.stream().map(generator -> generator.ledger).toList();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof LambdaException failure) {
          throw failure;
        }
        throw new IllegalStateException("a generator failed", e.getCause());
      } finally {
        // Before the pool is closed, which waits for the others.
        generators.forEach(Generator::stop);
      }
    }
  }

  private void keep() {
    if (ledgerFile != null) {
      ledger.write(ledgerFile);
    }
  }

  /// Asks [#run] to end; it returns once everything sent is acknowledged.
  public void stop() {
    stopping = true;
  }
}
