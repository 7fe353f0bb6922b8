package lambda.batch.archive;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Runs work on several threads.
final class Parallel {
  private Parallel() {}

  /// Applies a function to each item, on as many threads as there are processors.
  ///
  /// @return the results in the order of the items
  static <T, R> List<R> map(List<T> items, Function<T, R> function) {
    AtomicInteger next = new AtomicInteger();
    Map<Integer, R> results = new ConcurrentSkipListMap<>();
    run(
        Math.clamp(items.size(), 1, Runtime.getRuntime().availableProcessors()),
        () -> {
          for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
            results.put(i, function.apply(items.get(i)));
          }
        });
    return List.copyOf(results.values());
  }

  /// Runs the same work on each thread and returns when all are done. If one fails, the others are
  /// interrupted and its failure is thrown.
  static void run(int threads, Runnable work) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      CompletionService<Boolean> all = new ExecutorCompletionService<>(pool);
      for (int i = 0; i < threads; i++) {
        all.submit(work, true);
      }
      try {
        for (int i = 0; i < threads; i++) {
          all.take().get(); // in order of completion, so that a failure does not wait
        }
      } catch (ExecutionException e) {
        pool.shutdownNow();
        throw e.getCause() instanceof RuntimeException failure
            ? failure
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
