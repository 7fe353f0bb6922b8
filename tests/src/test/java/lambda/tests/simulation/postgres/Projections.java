package lambda.tests.simulation.postgres;

/// The row of the view in `lambda.projections`; see `lambda.speed.projection.Projector`.
public final class Projections {
  private final Table<String, Row> rows;
  private final Xid xid;

  Projections(Journal journal, Xid xid) {
    rows = new Table<>(journal);
    this.xid = xid;
    rows.put("view", new Row(0, 0, 0));
  }

  private record Row(long index, long version, long position) {}

  /// Which transactions to project.
  ///
  /// @param index the index that they go to
  /// @param from inclusive
  /// @param to exclusive
  public record Round(long index, long version, long from, long to) {}

  private Row row() {
    return rows.rows().firstEntry().getValue();
  }

  public long nextVersion() {
    Row row = row();
    rows.put("view", new Row(row.index, row.version + 1, row.position));
    return row.version + 1;
  }

  public Round round(long version) {
    long position = row().position;
    return new Round(row().index, version, position > xid.max() ? 0 : position, xid.min());
  }

  /// Whether a transaction that is still running holds later changes back.
  public boolean waits() {
    return xid.min() < xid.max();
  }

  /// Advances the position, unless a later round has done so.
  public void advance(Round round) {
    if (row().version == round.version && row().index == round.index) {
      rows.put("view", new Row(round.index, round.version, round.to));
    }
  }

  /// Begins a new index, into which everything is projected.
  public void rebuild(long index) {
    rows.put("view", new Row(index, row().version + 1, 0));
  }

  public long position() {
    return row().position;
  }
}
