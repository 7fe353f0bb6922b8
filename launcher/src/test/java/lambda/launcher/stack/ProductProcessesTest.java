package lambda.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import lambda.launcher.Lambda;
import org.junit.jupiter.api.Test;

class ProductProcessesTest {
  @Test
  void processesRunTheFrontCommand() {
    assertThat(ProductProcesses.FRONT_COMMAND).isEqualTo(Lambda.class.getName());
  }
}
