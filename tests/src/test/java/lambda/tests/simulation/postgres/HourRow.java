package lambda.tests.simulation.postgres;

/// A row of `lambda.batch_hours`: which steps are done, and what they counted. As the table's
/// constraints demand, an hour that is recomputed is archived, and one that is reconciled is
/// recomputed and not reopened since.
///
/// @param sealedAt when the hour was sealed, milliseconds since the epoch
public record HourRow(
    long records,
    long deadLetters,
    long duplicates,
    long differences,
    boolean archived,
    boolean recomputed,
    boolean reopened,
    boolean reconciled,
    boolean sealed,
    long sealedAt,
    boolean retired) {
  static final HourRow NEW = new HourRow(0, 0, 0, 0, false, false, false, false, false, 0, false);

  public HourRow {
    if ((recomputed && !archived) || (reconciled && (!recomputed || reopened))) {
      throw new IllegalStateException("a step of an hour comes before the one that precedes it");
    }
  }

  HourRow archived(long allRecords, long letters) {
    return new HourRow(
        allRecords,
        letters,
        duplicates,
        differences,
        true,
        recomputed,
        reopened,
        reconciled,
        sealed,
        sealedAt,
        retired);
  }

  HourRow recomputed(long found) {
    return new HourRow(
        records, deadLetters, found, differences, archived, true, false, false, false, 0, retired);
  }

  HourRow reconciled(long found) {
    return new HourRow(
        records,
        deadLetters,
        duplicates,
        found,
        archived,
        recomputed,
        reopened,
        true,
        false,
        0,
        retired);
  }

  HourRow sealed(long now) {
    return new HourRow(
        records,
        deadLetters,
        duplicates,
        differences,
        archived,
        recomputed,
        reopened,
        reconciled,
        true,
        now,
        retired);
  }

  HourRow reopen() {
    return new HourRow(
        records,
        deadLetters,
        duplicates,
        differences,
        archived,
        recomputed,
        true,
        false,
        false,
        0,
        retired);
  }

  HourRow retire() {
    return new HourRow(
        records,
        deadLetters,
        duplicates,
        differences,
        archived,
        recomputed,
        reopened,
        reconciled,
        sealed,
        sealedAt,
        true);
  }
}
