package lambda.speed.failure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Logs failures that may repeat for days: each distinct message once, and how often it came once
/// all is well again. Numbers do not make a message distinct. One owner.
public final class FailureLog {
  /// How many messages are told apart.
  private static final int MESSAGES = 50;

  private final Logger log;
  private final String subject;
  private final Map<String, Integer> counts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MESSAGES;
        }
      };

  /// @param subject what fails; each line begins with it
  public FailureLog(Logger log, String subject) {
    this.log = log;
    this.subject = subject;
  }

  /// Logs a failure unless it was logged since the last [#recovered].
  ///
  /// @param unexpected the failure itself if its stack trace helps; null if the message says it all
  public void failed(String message, @Nullable Throwable unexpected) {
    if (counts.merge(message.replaceAll("\\d+", "#"), 1, Integer::sum) == 1) {
      log.error("{}: {}", subject, message, unexpected);
    }
  }

  /// Says that all is well again, and how often it failed before; nothing if it did not fail.
  public void recovered() {
    int failures = counts.values().stream().mapToInt(Integer::intValue).sum();
    if (failures > 0) {
      log.warn("{}: works again (failed attempts: {})", subject, failures);
      counts.clear();
    }
  }
}
