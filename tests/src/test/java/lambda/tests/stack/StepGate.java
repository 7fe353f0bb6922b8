package lambda.tests.stack;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Stops whoever is about to write to a table: a step of the batch layer that has done its work and
/// not told Postgres. One thread.
public final class StepGate implements AutoCloseable {
  private final Jdbi jdbi;
  private final String table;
  private @Nullable Handle holder;

  public StepGate(Jdbi jdbi, String table) {
    this.jdbi = jdbi;
    this.table = table;
  }

  /// From now on writers wait.
  public void shut() {
    holder = request();
  }

  private Handle request() {
    Handle handle = jdbi.open();
    handle.begin();
    handle.execute("lock table %s in exclusive mode".formatted(table));
    return handle;
  }

  public boolean somebodyWaits() {
    return waiting() > 0;
  }

  private long waiting() {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select count(*) from pg_locks where not granted and relation = ?::regclass", table)
            .mapTo(Long.class)
            .one());
  }

  /// Lets those go on who wait, and nobody who comes later.
  public void letThrough() {
    long before = waiting();
    CompletableFuture<Handle> next = CompletableFuture.supplyAsync(this::request);
    await().atMost(TestStack.PATIENCE).until(() -> waiting() > before);
    open();
    holder = next.join();
  }

  /// Nobody waits any more.
  public void open() {
    if (holder != null) {
      holder.rollback();
      holder.close();
      holder = null;
    }
  }

  /// Forgets the lock: Postgres is gone, and the lock with it.
  public void abandon() {
    if (holder != null) {
      try {
        holder.close();
      } catch (RuntimeException e) {
        // its connection is dead
      }
      holder = null;
    }
  }

  @Override
  public void close() {
    open();
  }
}
