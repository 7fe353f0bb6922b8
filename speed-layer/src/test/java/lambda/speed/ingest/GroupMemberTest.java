package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupMemberTest {
  private static final TopicPartition ZERO = new TopicPartition("clicks", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final List<String> seen = new ArrayList<>();
  private final GroupMember member = new GroupMember("clicks", consumer, new Seen());

  private final class Seen implements GroupMember.Assignment {
    @Override
    public void assigned(Collection<Integer> partitions) {
      seen.add("assigned " + partitions);
    }

    @Override
    public void revoked(Collection<Integer> partitions) {
      seen.add("revoked " + partitions);
    }

    @Override
    public void lost(Collection<Integer> partitions) {
      seen.add("lost " + partitions);
    }
  }

  private void assign() {
    consumer.updateBeginningOffsets(Map.of(ZERO, 40L));
    consumer.updateEndOffsets(Map.of(ZERO, 50L));
    consumer.rebalance(List.of(ZERO));
  }

  @Test
  void anAssignedPartitionIsNotReadUntilItIsResumed() {
    assign();

    assertThat(seen).containsExactly("assigned [0]");
    assertThat(consumer.paused()).containsExactly(ZERO);
    assertThat(member.poll(Duration.ZERO)).isEmpty();
  }

  @Test
  void aResumedPartitionIsReadFromTheGivenOffset() {
    assign();
    member.resume(0, 42);
    byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
    consumer.addRecord(new ConsumerRecord<>("clicks", 0, 42, value, value));

    assertThat(member.poll(Duration.ZERO)).hasSize(1);
    assertThat(member.position(0)).isEqualTo(43);

    member.pause(List.of(0));
    assertThat(consumer.paused()).containsExactly(ZERO);
  }

  @Test
  void partitionsThatGoAreReported() {
    assign();
    consumer.rebalance(List.of());

    assertThat(seen).containsExactly("assigned [0]", "revoked [0]", "assigned []");
  }
}
