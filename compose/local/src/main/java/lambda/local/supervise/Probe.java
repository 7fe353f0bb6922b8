package lambda.local.supervise;

import java.util.Optional;

/// Checks whether a process works.
@FunctionalInterface
public interface Probe {
  /// What is wrong; empty if nothing is. Answers within two seconds and never throws.
  Optional<String> problem();
}
