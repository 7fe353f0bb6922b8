package lambda.tests.stack;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Blocks writers to a table: a step of the batch layer stops when its work is done but not yet
/// stored in Postgres. One thread.
public final class StepGate implements AutoCloseable {
  private final Jdbi jdbi;
  private final String table;
  private @Nullable Handle holder;

  public StepGate(Jdbi jdbi, String table) {
    this.jdbi = jdbi;
    this.table = table;
  }

  /// Makes writers wait from now on.
  public void shut() {
    holder = request();
  }

  private Handle request() {
    Handle handle = jdbi.open();
    handle.begin();
    handle.execute("lock table %s in exclusive mode".formatted(table));
    return handle;
  }

  public boolean hasWaiters() {
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

  /// Lets the waiting writers continue, but not later ones.
  public void letThrough() {
    long before = waiting();
    CompletableFuture<Handle> next = CompletableFuture.supplyAsync(this::request);
    await().atMost(TestStack.PATIENCE).until(() -> waiting() > before);
    open();
    holder = next.join();
  }

  /// Lets all writers continue.
  public void open() {
    if (holder != null) {
      holder.rollback();
      holder.close();
      holder = null;
    }
  }

  /// Forgets the lock, after Postgres has died and the lock with it.
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
