package lambda.launcher.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {
  @Test
  void defaultsAreValid() {
    assertThatCode(() -> SettingsCheck.check(Map.of())).doesNotThrowAnyException();
  }

  @Test
  void everyInvalidSettingOfEveryProcessIsNamedAtOnce() {
    assertThatThrownBy(() ->
            SettingsCheck.check(
                Map.of("LAMBDA_FLUSH_INTERVAL", "abc", "LAMBDA_DUCKDB_MEMORY", "lots")))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("LAMBDA_FLUSH_INTERVAL is 'abc'")
        .hasMessageContaining("LAMBDA_DUCKDB_MEMORY is 'lots'");
  }
}
