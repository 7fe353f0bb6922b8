package lambda.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import lambda.local.server.Installation;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
  @TempDir Path folder;

  private LocalStack stack(Home home, int offset) {
    return new LocalStack(
        new Installation(folder),
        home,
        new Ports(offset),
        folder.resolve("streams"),
        Map.of("LAMBDA_S3_BUCKET", "mine", "LAMBDA_S3", "http://elsewhere:9000"));
  }

  @Test
  void commandsOfTheDefaultStackNeedNoOptions() {
    Home usual = LocalStack.defaultHome(new Installation(folder));

    assertThat(stack(usual, 0).command("down")).isEqualTo("./lambda down");
  }

  @Test
  void commandsOfAnotherStackNameIt() {
    Home other = new Home(folder.resolve("other"));

    assertThat(stack(other, 100).command("query pages --top 10"))
        .isEqualTo("./lambda query pages --top 10 --home %s --port-offset 100", other.folder());
  }

  @Test
  void everyPartOfTheStackUsesTheSettingsOfTheUserButItsOwnServers() {
    LocalStack stack = stack(new Home(folder), 0);

    assertThat(stack.environment(folder.resolve("httpfs")))
        .containsEntry("LAMBDA_S3_BUCKET", "mine")
        .containsEntry("LAMBDA_S3", stack.s3());
  }
}
