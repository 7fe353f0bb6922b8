package lambda.serving.http;

import java.io.IOException;

/// Takes events on their way to one reader. One thread.
@FunctionalInterface
public interface EventSink {
  /// Writes bytes in the form of server-sent events, and waits until the network took them.
  ///
  /// @throws IOException if the reader is gone
  void write(byte[] events) throws IOException;
}
