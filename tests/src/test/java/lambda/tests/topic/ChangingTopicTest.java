package lambda.tests.topic;

import static lambda.tests.topic.Clicks.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.batch.hour.ClosedHour;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.core.hour.PlausibleTime;
import lambda.tests.stack.EmbeddedKafka;
import lambda.tests.stack.EmbeddedPostgres;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Topics that change while both layers read them. Each test has its own topic.
class ChangingTopicTest {
  private static final Map<String, String> UNBOUNDED =
      Map.of("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

  @TempDir static Path folder;

  private static EmbeddedKafka kafka;
  private static EmbeddedPostgres postgres;
  private final Instant now = InstantSource.system().instant();

  @BeforeAll
  static void start() {
    kafka = new EmbeddedKafka(folder.resolve("kafka"));
    postgres = new EmbeddedPostgres(folder.resolve("postgres"), 5);
  }

  @AfterAll
  static void end() {
    postgres.close();
    kafka.close();
  }

  private static Clicks clicks(String name) {
    return new Clicks(name, kafka, postgres);
  }

  @Test
  void recordsOfAnAddedPartitionAreFoundWhileTheLoopRuns() throws InterruptedException {
    kafka.createTopic("grown", 1, Map.of());
    try (Clicks clicks = clicks("grown")) {
      clicks.startLoop();
      clicks.send(0, now);
      clicks.awaitStored(1);

      kafka.growTopic("grown", 3);
      await().atMost(PATIENCE).untilAsserted(() -> clicks.send(2, now));

      clicks.awaitStored(2);
      assertThat(clicks.problem()).isEmpty();
    }
  }

  @Test
  void aRecordOfAPartitionThatIsYoungerThanAClosedHourBelongsToTheNext()
      throws InterruptedException {
    kafka.createTopic("late", 1, Map.of());
    Hour hour = Hour.of(now).previous();
    try (Clicks clicks = clicks("late")) {
      clicks.send(0, hour.start().plusSeconds(60));
      ClosedHour closed = clicks.close(hour);
      assertThat(closed.ranges()).containsExactly(new OffsetRange(0, 0, 1));

      kafka.growTopic("late", 2);
      await().atMost(PATIENCE).untilAsserted(() -> clicks.send(1, hour.start().plusSeconds(90)));
      clicks.startLoop();
      clicks.awaitStored(2);

      assertThat(clicks.close(hour).ranges())
          .containsExactly(new OffsetRange(0, 0, 1), new OffsetRange(1, 0, 0));
      assertThat(clicks.close(hour.next()).ranges())
          .containsExactly(new OffsetRange(0, 1, 1), new OffsetRange(1, 0, 1));
    }
  }

  @Test
  void anHourThatIsClosedBeforeItsPredecessorsDoesNotTakeTheirRecords()
      throws InterruptedException {
    kafka.createTopic("disordered", 1, Map.of());
    Hour hour = Hour.of(now).previous().previous();
    try (Clicks clicks = clicks("disordered")) {
      clicks.send(0, hour.start().plusSeconds(60));
      clicks.send(0, hour.next().start().plusSeconds(60));

      assertThat(clicks.close(hour.next()).ranges()).containsExactly(new OffsetRange(0, 1, 2));
      assertThat(clicks.close(hour).ranges()).containsExactly(new OffsetRange(0, 0, 1));
    }
  }

  @Test
  void aTopicMadeAnewStopsItsStreamWithTheRemedy() throws InterruptedException {
    kafka.createTopic("anew", 1, Map.of());
    try (Clicks clicks = clicks("anew")) {
      clicks.startLoop();
      clicks.send(0, now);
      clicks.awaitStored(1);
      clicks.stopLoop();
      kafka.deleteTopic("anew");
      kafka.createTopic("anew", 1, Map.of());
      await().atMost(PATIENCE).untilAsserted(() -> clicks.send(0, now));
      clicks.send(0, now);

      clicks.startLoop();

      await()
          .atMost(PATIENCE)
          .until(() -> clicks.problem().filter(why -> why.contains("new stream")).isPresent());
      assertThat(clicks.isRunning()).isTrue();
      assertThat(clicks.stored()).isEqualTo(1);
      assertThatThrownBy(() -> clicks.close(Hour.of(now)))
          .hasMessageContaining("deleted and created again");
    }
  }

  @Test
  void aLogThatStartsAboveZeroIsReadFromItsStart() throws InterruptedException {
    kafka.createTopic("trimmed", 1, Map.of());
    try (Clicks clicks = clicks("trimmed")) {
      for (int i = 0; i < 5; i++) {
        clicks.send(0, now);
      }
      kafka.deleteBefore("trimmed", 0, 3);

      clicks.startLoop();
      clicks.awaitStored(2);

      assertThat(clicks.problem()).isEmpty();
      assertThat(clicks.close(Hour.of(now)).ranges()).containsExactly(new OffsetRange(0, 3, 5));
      assertThat(clicks.count("select count(*) from lambda.speed_gaps where stream = 'NAME'"))
          .isZero();
    }
  }

  @Test
  void recordsThatRetentionDeletedBeforeTheyWereReadAreNotedAndReadingGoesOn()
      throws InterruptedException {
    kafka.createTopic("overtaken", 1, Map.of());
    try (Clicks clicks = clicks("overtaken")) {
      clicks.startLoop();
      clicks.send(0, now);
      clicks.awaitStored(1);
      clicks.stopLoop();
      for (int i = 0; i < 4; i++) {
        clicks.send(0, now);
      }
      kafka.deleteBefore("overtaken", 0, 3);

      clicks.startLoop();
      clicks.awaitStored(3);

      assertThat(
              clicks.count(
                  "select first_offset * 100 + next_offset from lambda.speed_gaps where stream = 'NAME'"))
          .isEqualTo(103);
    }
  }

  @Test
  void absurdTimestampsOpenNoHoursOfTheirOwn() throws InterruptedException {
    kafka.createTopic("absurd", 1, UNBOUNDED);
    try (Clicks clicks = clicks("absurd")) {
      clicks.startLoop();
      List<Instant> timestamps =
          List.of(
              Instant.EPOCH,
              Instant.ofEpochMilli(now.toEpochMilli() * 1_000),
              now,
              now.plus(PlausibleTime.AHEAD).plusSeconds(600));
      timestamps.forEach(timestamp -> clicks.send(0, timestamp));

      clicks.awaitStored(4);

      assertThat(clicks.hours()).isEqualTo(1);
    }
  }

  @Test
  void anAbsurdTimestampDoesNotKeepLaterRecordsOutOfClosedHours() throws InterruptedException {
    kafka.createTopic("poisoned", 1, UNBOUNDED);
    Hour hour = Hour.of(now).previous();
    try (Clicks clicks = clicks("poisoned")) {
      clicks.send(0, hour.start());
      clicks.send(0, Instant.ofEpochMilli(now.toEpochMilli() * 1_000));
      clicks.send(0, hour.start().plusSeconds(60));
      clicks.send(0, hour.end().plusSeconds(1));

      assertThat(clicks.close(hour).ranges()).containsExactly(new OffsetRange(0, 0, 3));
    }
  }

  @Test
  void recordsBeforeTheFirstHourThatIsClosedBelongToHoursOfTheirOwn() throws InterruptedException {
    kafka.createTopic("earlier", 1, Map.of());
    Hour hour = Hour.of(now).previous();
    try (Clicks clicks = clicks("earlier")) {
      clicks.send(0, hour.start().minusSeconds(9_000));
      clicks.send(0, hour.start());

      assertThat(clicks.close(hour).ranges()).containsExactly(new OffsetRange(0, 1, 2));

      clicks.startLoop();
      clicks.awaitStored(2);
      assertThat(clicks.hours()).isEqualTo(5);
      assertThat(clicks.problem()).isEmpty();
    }
  }

  @Test
  void committedAbortedAndMarkerOnlyTailsReachTheEndOfTheLog() throws InterruptedException {
    kafka.createTopic("transacted", 1, Map.of());
    try (Clicks clicks = clicks("transacted");
        KafkaProducer<byte[], byte[]> producer =
            kafka.producer(Map.of("transactional.id", "transacted"))) {
      producer.initTransactions();
      clicks.startLoop();
      producer.beginTransaction();
      clicks.send(producer, 0, now);
      producer.commitTransaction();
      await().atMost(PATIENCE).until(() -> clicks.next(0) == 2);
      producer.beginTransaction();
      clicks.send(producer, 0, now);
      producer.abortTransaction();
      await().atMost(PATIENCE).until(() -> clicks.next(0) == 4);

      assertThat(clicks.stored()).isEqualTo(1);
      assertThat(clicks.close(Hour.of(now)).ranges()).containsExactly(new OffsetRange(0, 0, 4));
    }
  }

  @Test
  void aPartitionThatHoldsNothingButAnAbortedRecordCloses() throws InterruptedException {
    kafka.createTopic("aborted", 1, Map.of());
    try (Clicks clicks = clicks("aborted");
        KafkaProducer<byte[], byte[]> producer =
            kafka.producer(Map.of("transactional.id", "aborted"))) {
      producer.initTransactions();
      producer.beginTransaction();
      clicks.send(producer, 0, now);
      producer.abortTransaction();
      clicks.startLoop();

      await().atMost(PATIENCE).until(() -> clicks.next(0) == 2);
      long end = clicks.close(Hour.of(now)).ranges().getFirst().next();
      assertThat(clicks.next(0)).isGreaterThanOrEqualTo(end);
    }
  }

  @Test
  void recordsBehindAnOpenTransactionShowInTheLag() throws InterruptedException {
    kafka.createTopic("held", 1, Map.of());
    try (Clicks clicks = clicks("held");
        KafkaProducer<byte[], byte[]> producer =
            kafka.producer(Map.of("transactional.id", "held"))) {
      producer.initTransactions();
      clicks.startLoop();
      producer.beginTransaction();
      clicks.send(producer, 0, now);
      clicks.send(0, now);

      await()
          .atMost(PATIENCE)
          .until(() ->
              clicks.gauge("lambda.speed.lag") == 2
                  && clicks.gauge("lambda.speed.lag.held.back") == 2);
      assertThat(clicks.stored()).isZero();

      producer.commitTransaction();
      clicks.awaitStored(2);
      await().atMost(PATIENCE).until(() -> clicks.gauge("lambda.speed.lag") == 0);
    }
  }

  @Test
  void aTopicMadeAnewWhileItIsReadStopsItsStream() throws InterruptedException {
    kafka.createTopic("replaced", 1, Map.of());
    try (Clicks clicks = clicks("replaced")) {
      clicks.startLoop();
      clicks.send(0, now);
      clicks.awaitStored(1);

      kafka.deleteTopic("replaced");
      kafka.createTopic("replaced", 1, Map.of());

      await()
          .atMost(PATIENCE)
          .until(() -> clicks.problem().filter(why -> why.contains("new stream")).isPresent());
      assertThat(clicks.isRunning()).isTrue();
    }
  }

  @Test
  void aKafkaThatDiesAndComesBackEndsNoLoop() throws InterruptedException {
    kafka.createTopic("survivor", 1, Map.of());
    try (Clicks clicks = clicks("survivor")) {
      clicks.startLoop();
      clicks.send(0, now);
      clicks.awaitStored(1);

      kafka.kill();
      kafka.restart();
      await().atMost(PATIENCE).untilAsserted(() -> clicks.send(0, now));

      await().atMost(PATIENCE).until(() -> clicks.stored() >= 2);
      assertThat(clicks.isRunning()).isTrue();
      await().atMost(PATIENCE).until(() -> clicks.problem().equals(Optional.empty()));
    }
  }
}
