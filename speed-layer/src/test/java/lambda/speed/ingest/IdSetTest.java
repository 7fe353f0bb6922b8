package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import lambda.speed.ingest.IdSet.Hash;
import org.junit.jupiter.api.Test;

class IdSetTest {
  @Test
  void holdsWhatASetOfTextsHolds() {
    Random random = new Random(7);
    IdSet ids = new IdSet(3_000);
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      String id = "id-" + random.nextInt(4_000);
      assertThat(ids.contains(Hash.of(id))).isEqualTo(texts.contains(id));
      if (!ids.isFull()) {
        ids.add(Hash.of(id));
        texts.add(id);
      }
      assertThat(ids.size()).isEqualTo(texts.size());
    }
    assertThat(ids.isFull()).isTrue();
  }

  @Test
  void hashesThatFallOnOneSlotOrAreAllZerosAreToldApart() {
    IdSet ids = new IdSet(1_000);
    List<Hash> odd = new ArrayList<>();
    for (long low = 1; low <= 300; low++) {
      odd.add(new Hash(0, low));
      odd.add(new Hash(-1, low));
    }
    odd.add(new Hash(-1, 0));
    odd.forEach(ids::add);

    assertThat(odd).allMatch(ids::contains);
    assertThat(ids.size()).isEqualTo(odd.size());
    assertThat(ids.contains(new Hash(0, 301))).isFalse();
    assertThat(ids.contains(new Hash(-1, 301))).isFalse();
  }

  @Test
  void takesTwentyBytesAnIdWhenItIsFull() {
    IdSet ids = new IdSet(50_000);
    for (int i = 0; i < 50_000; i++) {
      ids.add(Hash.of("01890a5d-ac96-774b-bcce-b302099a" + i));
    }

    assertThat(ids.bytes()).isBetween(50_000L * 16, 50_000L * 20 + 100);
  }

  @Test
  void fullSetRefusesMore() {
    IdSet ids = new IdSet(1);
    ids.add(Hash.of("a"));
    ids.add(Hash.of("a"));

    assertThatThrownBy(() -> ids.add(Hash.of("b"))).isInstanceOf(IllegalStateException.class);
  }
}
