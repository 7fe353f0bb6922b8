package lambda.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @TempDir Path root;

  @Test
  void classPathOfAModuleIsItsOwnJarsAndThenItsDependencies() throws IOException {
    Path target = Files.createDirectories(root.resolve("module/target"));
    Files.writeString(target.resolve("classpath"), "/a.jar:/b.jar\n");
    Path jar = Files.writeString(target.resolve("module-0.1.0.jar"), "");

    assertThat(new Installation(root).classPath("module")).isEqualTo(jar + ":/a.jar:/b.jar");
  }

  @Test
  void moduleThatIsNotBuiltIsNamedWithTheCommandThatBuildsIt() {
    assertThatThrownBy(() -> new Installation(root).classPath("module"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("module is not built")
        .hasMessageContaining("./lambda build");
  }

  @Test
  void childJvmGetsABoundedHeapThenItsOptionsThenItsMainClassAndArguments() {
    List<String> command =
        JavaCommand.of(
            new Installation(root), "child", 32, List.of("-Da=b"), "x.jar", "Main", List.of("1"));

    assertThat(command)
        .startsWith(new Installation(root).java(), "-Xms32m", "-Xmx32m")
        .containsAll(JavaCommand.ACCESS)
        .endsWith("-Da=b", "-cp", "x.jar", "Main", "1");
  }

  @Test
  void postgresListensOnThePortOfItsStackAndEndsOnSigint() {
    ServerSpec spec =
        PostgresServer.spec(new Installation(root), new Home(root.resolve("home")), new Ports(100));

    assertThat(spec.address()).isEqualTo("127.0.0.1:5532/lambda");
    assertThat(spec.command()).containsSequence("-p", "5532");
    assertThat(spec.stopSignal()).isEqualTo("INT");
  }
}
