package lambda.serving.live;

import java.util.List;
import java.util.Optional;

/// What the readers of a feed receive. The feed calls it on its own thread, and makes a new one
/// when its first reader comes.
public interface Source {
  /// What a new reader receives first.
  ///
  /// @param lastEventId the id of the last event that it received before
  /// @throws lambda.serving.http.ProblemException if that is not one of this source
  List<Message> greet(Optional<String> lastEventId);

  /// What is new for all readers.
  List<Message> next();
}
