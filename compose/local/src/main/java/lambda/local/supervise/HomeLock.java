package lambda.local.supervise;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a home to one supervisor at a time. The operating system releases the lock of a supervisor
/// that is killed.
public final class HomeLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HomeLock.class);

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws LambdaException if another process holds the home, or the home is not writable
  public static HomeLock take(Home home) {
    try {
      Files.createDirectories(home.lockFile().getParent());
      FileChannel channel =
          FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw LambdaException.badInput(
            "a stack is already running in %s; stop it with './lambda down', or choose another --home and --port-offset"
                .formatted(home.folder()));
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw LambdaException.badInput(
          "cannot use %s as the home: it cannot be created or written to".formatted(home.folder()));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this process holds it
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("cannot release the lock of the home", e);
    }
  }
}
