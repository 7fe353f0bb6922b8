package lambda.tests.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lambda.tests.simulation.schedule.Fault;
import lambda.tests.simulation.schedule.Situation;

/// Assigns the topic's partitions to the members of a group. More hostile than Kafka: a partition
/// may get its next owner before the last one knows that it lost it.
public final class ConsumerGroup {
  private static final long SESSION_MILLIS = 10 * 60_000;

  private final Network network;
  private final SimulatedKafka kafka;
  private final Map<String, Long> lastSeen = new TreeMap<>();
  private final Map<Integer, String> owners = new TreeMap<>();
  private final Map<String, Set<Integer>> believed = new TreeMap<>();

  public ConsumerGroup(Network network, SimulatedKafka kafka) {
    this.network = network;
    this.kafka = kafka;
  }

  /// Enters the group anew, without partitions.
  public void join(String member) {
    believed.remove(member);
    if (lastSeen.remove(member) != null) {
      owners.values().removeIf(member::equals);
    }
  }

  /// The partitions that the member owns now.
  public Set<Integer> poll(String member) {
    return network.call(Server.KAFKA, "polls", member, () -> assignment(member));
  }

  private Set<Integer> assignment(String member) {
    long now = network.scheduler().now();
    boolean changed = lastSeen.put(member, now) == null;
    changed |= lastSeen.values().removeIf(seen -> seen < now - SESSION_MILLIS);
    changed |= network.strikes(Fault.GROUP_REBALANCES);
    if (changed || owners.size() < kafka.partitions()) {
      rebalance();
    }
    Set<Integer> owned = new TreeSet<>();
    owners.forEach((partition, owner) -> {
      if (owner.equals(member)) {
        owned.add(partition);
      }
    });
    believed.put(member, owned);
    if (believed.values().stream().mapToInt(Set::size).sum() > owners.size()) {
      network.saw(Situation.TWO_OWNERS_OF_A_PARTITION);
    }
    return owned;
  }

  private void rebalance() {
    List<String> members = new ArrayList<>(lastSeen.keySet());
    for (int partition = 0; partition < kafka.partitions(); partition++) {
      owners.put(partition, members.get(network.random().nextInt(members.size())));
    }
  }
}
