package lambda.tests.simulation.postgres;

/// The row of the view in `lambda.projections`; see `lambda.speed.projection.Projector`.
public final class Projections {
  private final Table<String, Row> rows;
  private final Xid xid;

  Projections(Journal journal, Xid xid) {
    rows = new Table<>(journal);
    this.xid = xid;
    rows.put("view", new Row(0, 0));
  }

  private record Row(long version, long position) {}

  /// Which transactions to project.
  ///
  /// @param from inclusive
  /// @param to exclusive
  public record Round(long version, long from, long to) {}

  private Row row() {
    return rows.rows().firstEntry().getValue();
  }

  public long nextVersion() {
    Row row = row();
    rows.put("view", new Row(row.version + 1, row.position));
    return row.version + 1;
  }

  public Round round(long version) {
    long position = row().position;
    return new Round(version, position > xid.max() ? 0 : position, xid.min());
  }

  /// Whether a transaction that is still running holds later changes back.
  public boolean waits() {
    return xid.min() < xid.max();
  }

  /// Advances the position, unless a later round has done so.
  public void advance(Round round) {
    if (row().version == round.version) {
      rows.put("view", new Row(round.version, round.to));
    }
  }

  public long position() {
    return row().position;
  }
}
