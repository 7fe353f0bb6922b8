package lambda.generator;

import java.nio.charset.StandardCharsets;
import lambda.generator.ledger.Ledger;
import lambda.generator.load.PlannedRecord;
import lambda.kafka.TopicSender;

/// Sends planned records to a topic, each exactly once, and enters into the ledger what Kafka has
/// acknowledged. One thread sends; close it.
final class LedgerSender implements AutoCloseable {
  private final TopicSender sender;
  private final Ledger ledger;

  LedgerSender(String bootstrap, String topic, Ledger ledger) {
    sender = new TopicSender(bootstrap, topic);
    this.ledger = ledger;
  }

  void send(PlannedRecord planned) {
    sender.send(
        planned.arrival(),
        planned.key().getBytes(StandardCharsets.UTF_8),
        planned.value().getBytes(StandardCharsets.UTF_8),
        () -> ledger.add(planned));
  }

  /// Waits until every record sent is acknowledged.
  void flush() {
    sender.flush();
  }

  @Override
  public void close() {
    sender.close();
  }
}
