package lambda.local.supervise;

import java.util.Optional;

/// Checks whether a process works.
@FunctionalInterface
public interface Probe {
  /// The problem; empty if there is none. Answers within two seconds and never throws.
  Optional<String> problem();
}
