package lambda.tests.simulation.postgres;

import java.time.Duration;
import java.util.function.Function;
import lambda.tests.simulation.schedule.Fault;
import lambda.tests.simulation.world.Network;

/// A database whose transactions are serialised. A transaction may fail before it begins, stay open
/// while others come and go, and lose the answer to its commit.
public final class SimulatedPostgres {
  private final Network network;
  private final Journal journal = new Journal();
  private final Xid xid = new Xid();
  private final Tables tables = new Tables(journal, xid);

  /// Each restore breaks the transactions that were running.
  private int restores;

  public SimulatedPostgres(Network network) {
    this.network = network;
  }

  /// A moment to which the database can be restored.
  public record RestorePoint(int journal, long xid) {}

  /// Runs a transaction that writes. If the body throws, nothing is changed.
  public <T> T transaction(String what, Object about, Function<Tables, T> body) {
    return network.callPostgres(
        what,
        about,
        () -> {
          long id = xid.begin();
          int begun = restores;
          try {
            if (network.strikes(Fault.POSTGRES_TRANSACTION_STAYS_OPEN)) {
              network.waitInside(Duration.ofMinutes(5));
            }
            if (begun != restores) {
              throw network.postgresUnavailable();
            }
            return commitOrRollBack(id, body);
          } finally {
            if (begun == restores) {
              xid.end(id);
            }
          }
        });
  }

  private <T> T commitOrRollBack(long id, Function<Tables, T> body) {
    int before = journal.size();
    try {
      xid.enter(id);
      return body.apply(tables);
    } catch (RuntimeException e) {
      journal.rollBack(before);
      throw e;
    }
  }

  /// Runs a query.
  public <T> T query(String what, Object about, Function<Tables, T> body) {
    return network.callPostgres(what, about, () -> body.apply(tables));
  }

  /// What is stored, for checks; not a call.
  public Tables tables() {
    return tables;
  }

  public RestorePoint restorePoint() {
    return new RestorePoint(journal.size(), xid.max());
  }

  /// Undoes all transactions since, and breaks those that are running.
  public void restore(RestorePoint point) {
    journal.rollBack(point.journal);
    xid.backTo(point.xid);
    restores++;
  }
}
