package lambda.local.supervise;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A home belongs to one supervisor at a time. The operating system releases the lock of one that
/// is killed.
final class HomeLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HomeLock.class);

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws LambdaException if another supervisor has the home, or it cannot be written
  static HomeLock take(Home home) {
    try {
      FileChannel channel =
          FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw LambdaException.badInput(
            "a stack runs in %s already; './lambda down' ends it, or choose another --home and --port-offset"
                .formatted(home.folder()));
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw LambdaException.badInput(
          "cannot use %s as home: %s".formatted(home.folder(), e.getMessage()));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("cannot release the home's lock", e);
    }
  }
}
