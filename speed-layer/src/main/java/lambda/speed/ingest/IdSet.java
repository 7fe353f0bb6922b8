package lambda.speed.ingest;

import java.nio.charset.StandardCharsets;
import org.apache.datasketches.hash.MurmurHash3;

/// A set of ids with a fixed capacity, in 20 bytes an id once it is full. One owner.
///
/// It keeps a 128-bit hash of each id (MurmurHash3) in a table with open addressing and linear
/// probing. Two different ids count as one if their hashes are equal: the probability that this
/// happens at all among n ids is below n²/2^129, for a billion ids 2·10^-21. Nobody gains by
/// constructing such a pair: whoever can send an id of equal hash can send the id itself.
final class IdSet {
  private static final long SEED = 9001;
  private static final int FIRST_SLOTS = 64;

  private final int capacity;
  private long[] table = new long[2 * FIRST_SLOTS];
  private int slots = FIRST_SLOTS;
  private int size;

  /// An id's hash. Computed once for all sets that it is looked up in.
  record Hash(long high, long low) {
    static Hash of(String id) {
      long[] hash = MurmurHash3.hash(id.getBytes(StandardCharsets.UTF_8), SEED);
      // Zeros mark an empty slot.
      return new Hash(hash[0], hash[0] == 0 && hash[1] == 0 ? 1 : hash[1]);
    }
  }

  /// @param capacity the maximum number of ids
  IdSet(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return size;
  }

  /// The memory that its table takes.
  long bytes() {
    return (long) table.length * Long.BYTES;
  }

  boolean isFull() {
    return size >= capacity;
  }

  boolean contains(Hash id) {
    int slot = slot(id);
    return table[2 * slot] == id.high && table[2 * slot + 1] == id.low;
  }

  /// Adds an id, unless the set has it. A full set must not be added to.
  void add(Hash id) {
    int slot = slot(id);
    if (table[2 * slot] == id.high && table[2 * slot + 1] == id.low) {
      return;
    }
    if (isFull()) {
      throw new IllegalStateException("the set is full with %d ids".formatted(size));
    }
    put(slot, id.high, id.low);
    size++;
    if (size > usable()) {
      grow();
    }
  }

  /// How many slots may be taken: four of five.
  private int usable() {
    return slots - slots / 5 - 1;
  }

  private void grow() {
    int enough = (int) Math.min(Integer.MAX_VALUE / 2, capacity + capacity / 4L + 2);
    long[] before = table;
    slots = Math.max(slots, (int) Math.min(2L * slots, enough));
    table = new long[2 * slots];
    for (int i = 0; i < before.length; i += 2) {
      if (before[i] != 0 || before[i + 1] != 0) {
        put(slot(new Hash(before[i], before[i + 1])), before[i], before[i + 1]);
      }
    }
  }

  private void put(int slot, long high, long low) {
    table[2 * slot] = high;
    table[2 * slot + 1] = low;
  }

  /// Where the id is, or the empty slot where it belongs.
  private int slot(Hash id) {
    int slot = (int) Math.unsignedMultiplyHigh(id.high, slots);
    while (!(table[2 * slot] == id.high && table[2 * slot + 1] == id.low)
        && (table[2 * slot] != 0 || table[2 * slot + 1] != 0)) {
      slot = slot + 1 < slots ? slot + 1 : 0;
    }
    return slot;
  }
}
