package lambda.tests.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP proxy in front of a server that can inject faults. The fault of a connection is decided
/// when the connection begins.
final class FaultyProxy implements AutoCloseable {
  private static final int PIECE = 512;

  /// What goes wrong with a connection.
  enum Fault {
    NONE,
    /// Connections are closed as soon as they are opened.
    REFUSE,
    /// Connections are cut after the client has sent some bytes.
    CUT,
    /// A few bytes at a time, in both directions.
    SLOW
  }

  private static final int CUT_AFTER = 2_000;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final int target;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger hit = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;

  /// @param target a port of this machine
  FaultyProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    go(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Gives this fault to all connections from now on.
  void set(Fault next) {
    hit.set(0);
    fault = next;
  }

  /// The number of connections that the fault has affected.
  int hit() {
    return hit.get();
  }

  /// Background work that lasts until its connection ends.
  @FunctionalInterface
  private interface Passing {
    void run() throws IOException;
  }

  private void go(Passing passing) {
    threads.execute(() -> {
      try {
        passing.run();
      } catch (IOException e) {
        // The connection is over; both ends notice.
      }
    });
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      go(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    Fault present = fault;
    try (client) {
      if (present == Fault.REFUSE) {
        hit.incrementAndGet();
        return;
      }
      try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
        go(() -> back(upstream, client, present));
        forth(client, upstream, present);
      }
    }
  }

  private void forth(Socket client, Socket upstream, Fault present) throws IOException {
    pass(client, upstream, present, CUT_AFTER);
    upstream.shutdownOutput();
  }

  private void back(Socket upstream, Socket client, Fault present) throws IOException {
    pass(upstream, client, present, Integer.MAX_VALUE);
    client.shutdownOutput();
  }

  private void pass(Socket from, Socket to, Fault present, int cutAfter) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] piece = new byte[PIECE];
    int sent = 0;
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      out.write(piece, 0, n);
      sent += n;
      if (present == Fault.CUT && sent > cutAfter) {
        hit.incrementAndGet();
        throw new IOException("cut on purpose");
      }
      if (present == Fault.SLOW) {
        hit.incrementAndGet();
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
