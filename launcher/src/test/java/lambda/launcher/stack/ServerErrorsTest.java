package lambda.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import lambda.local.server.Installation;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerErrorsTest {
  @Test
  void withoutAStackNoPortsAreNamed(@TempDir Path folder) {
    LocalStack stack =
        new LocalStack(
            new Installation(folder),
            new Home(folder.resolve("home")),
            new Ports(0),
            folder.resolve("streams"),
            Map.of());

    assertThat(ServerErrors.noAnswer(stack))
        .isEqualTo(
            "no stack is running in %1$s; './lambda up --home %1$s' starts one",
            folder.resolve("home"));
  }
}
