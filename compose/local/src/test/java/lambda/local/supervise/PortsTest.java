package lambda.local.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void portsAreTheUsualOnes() {
    Ports ports = new Ports(0);

    assertThat(ports.kafka()).isEqualTo(9092);
    assertThat(ports.postgres()).isEqualTo(5432);
    assertThat(ports.elasticsearch()).isEqualTo(9200);
    assertThat(ports.s3()).isEqualTo(9000);
    assertThat(ports.temporal()).isEqualTo(7233);
    assertThat(ports.temporalUi()).isEqualTo(8233);
  }

  @Test
  void noTwoPartsShareAPortAndTheOffsetShiftsAll() {
    assertThat(new Ports(0).all().values()).doesNotHaveDuplicates();
    new Ports(0)
        .all()
        .forEach((part, port) -> assertThat(new Ports(100).all()).containsEntry(part, port + 100));
  }

  @Test
  void offsetThatLeavesThePortRangeIsRefused() {
    assertThatThrownBy(() -> new Ports(60_000)).hasMessageContaining("--port-offset");
  }
}
