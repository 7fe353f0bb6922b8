package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import lambda.batch.maintenance.ProtocolRetention;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.parse.StreamFiles;
import lambda.store.Boundaries;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.TestStack;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Six hours of three partitions, of which the first five are sealed since yesterday: what is
/// pruned, and what still answers.
class ProtocolRetentionTest {
  private static final StreamDefinition STREAM =
      StreamFiles.read(TestStack.installation().root().resolve("streams")).stream("pageviews");
  private static final Hour FIRST = Hour.parse("2026-11-21T00:00:00Z");

  @TempDir private static Path folder;

  private static void fill(Jdbi jdbi) {
    jdbi.useTransaction(handle -> {
      handle.execute(
          "insert into lambda.partitions select 'pageviews', p, 60 from generate_series(0, 2) p");
      handle.execute(
          "insert into lambda.boundaries select 'pageviews', p, ?::timestamptz + h * interval '1 hour', h * 10, 'speed' from generate_series(0, 2) p, generate_series(0, 6) h",
          FIRST);
      handle.execute(
          "insert into lambda.speed_hours select 'pageviews', p, ?::timestamptz + h * interval '1 hour', 10, 1, 2 from generate_series(0, 2) p, generate_series(0, 5) h",
          FIRST);
      handle.execute(
          """
          insert into lambda.batch_hours
          select 'pageviews', ?::timestamptz + h * interval '1 hour', 30, 3, 6, 0, now(), now(), now(),
            case when h < 5 then now() - interval '1 day' end
          from generate_series(0, 5) h\
          """,
          FIRST);
      handle.execute(
          """
          insert into lambda.ranges (stream, partition, first_offset, next_offset, hour, raw_rows, dead_letters, gaps)
          select 'pageviews', p, h * 10 + half * 5, h * 10 + half * 5 + 5, ?::timestamptz + h * interval '1 hour', 4, 1, 0
          from generate_series(0, 2) p, generate_series(0, 5) h, generate_series(0, 1) half\
          """,
          FIRST);
    });
  }

  private static String text(Jdbi jdbi, String sql) {
    return jdbi.withHandle(handle -> handle.select(sql).mapTo(String.class).one());
  }

  @Test
  void hoursBetweenSealedOnesAreCondensedAndEveryAnswerStaysTheSame() {
    try (EmbeddedPostgres postgres = new EmbeddedPostgres(folder)) {
      Jdbi jdbi = postgres.database().jdbi();
      fill(jdbi);
      String hours = "select string_agg(h::text, ' ' order by hour) from lambda.hours h";
      String before = text(jdbi, hours);
      ProtocolRetention retention = new ProtocolRetention(jdbi, Duration.ofHours(1));

      long rows = retention.clean(STREAM, (_, _, _) -> {});

      // Of the hours 1, 2 and 3: three boundaries, two of three counts, three of six ranges.
      assertThat(rows).isEqualTo(3 * (3 + 2 + 3));
      assertThat(
              text(
                  jdbi,
                  "select string_agg(distinct (extract(hour from hour at time zone 'UTC'))::text, ' ') from lambda.boundaries"))
          .isEqualTo("0 4 5 6");
      assertThat(text(jdbi, hours)).isEqualTo(before);
      assertThat(
              text(jdbi, "select sum(records) || ' ' || sum(duplicates) from lambda.speed_hours"))
          .isEqualTo("180 36");
      assertThat(
              text(
                  jdbi,
                  "select count(*) || ' ' || sum(next_offset - first_offset) || ' ' || sum(raw_rows) from lambda.ranges"))
          .isEqualTo("27 180 144");
      Optional<Hour> first = jdbi.withHandle(handle -> Boundaries.firstHour(handle, "pageviews"));
      assertThat(first).contains(FIRST);
      assertThat(retention.clean(STREAM, (_, _, _) -> {})).isZero();
    }
  }
}
