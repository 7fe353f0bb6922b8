package lambda.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The settings of every Kafka client. Keys and values are bytes. Positions are kept in Postgres,
/// so no consumer commits offsets to Kafka or resets them by itself.
public final class ClientSettings {
  private static final int OPERATING_SYSTEM_DEFAULT = -1;
  private static final int MAX_FETCH_BYTES = 16 << 20;

  /// A poll hands out whole records, decompressed, and the only limit is their number: well
  /// compressed ones take far more memory than was fetched. A hundred of 1 MB fit in a small heap.
  private static final int MAX_POLL_RECORDS = 100;

  /// All of a producer's memory, so that the topic alone decides how large a record may be.
  private static final int MAX_RECORD_BYTES = 32 << 20;

  private ClientSettings() {}

  /// A consumer that is assigned its partitions.
  static Map<String, Object> reader(String bootstrap) {
    Map<String, Object> settings = consumer(bootstrap);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    return settings;
  }

  /// A consumer that shares a topic's partitions with the other members of a group.
  ///
  /// @param instance identifies the process within the group: a restart under the same name gets
  ///   its partitions back without a rebalance
  public static Map<String, Object> groupMember(String bootstrap, String group, String instance) {
    Map<String, Object> settings = consumer(bootstrap);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    // A partition that stays with its member is not loaded again.
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    // So soon are added partitions found.
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 15_000);
    return settings;
  }

  /// An idempotent producer whose records every in-sync replica acknowledges.
  static Map<String, Object> sender(String bootstrap) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) MAX_RECORD_BYTES);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // A broker that was killed has this long to come back.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
    return settings;
  }

  static Map<String, Object> admin(String bootstrap) {
    return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
  }

  private static Map<String, Object> consumer(String bootstrap) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, OPERATING_SYSTEM_DEFAULT);
    return settings;
  }
}
