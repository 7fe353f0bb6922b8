package lambda.local.supervise;

import java.util.Optional;

/// Asks a process whether it works.
@FunctionalInterface
public interface Probe {
  /// What is wrong; empty where nothing is. Answers within two seconds and never throws.
  Optional<String> problem();
}
