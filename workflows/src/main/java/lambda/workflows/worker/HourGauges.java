package lambda.workflows.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToLongFunction;
import lambda.store.HourBacklog;

/// Metrics of the hours that are over and not sealed, as Postgres has them. One thread sets them.
final class HourGauges {
  private final MultiGauge unarchived;
  private final MultiGauge unsealed;
  private final MultiGauge waiting;
  private final MultiGauge lost;

  HourGauges(MeterRegistry registry) {
    unarchived = MultiGauge.builder("lambda.batch.hours.unarchived").register(registry);
    unsealed = MultiGauge.builder("lambda.batch.hours.unsealed").register(registry);
    waiting = MultiGauge.builder("lambda.batch.hours.waiting").register(registry);
    lost = MultiGauge.builder("lambda.batch.offsets.lost").register(registry);
  }

  void set(List<HourBacklog> streams) {
    set(unarchived, streams, HourBacklog::unarchived);
    set(unsealed, streams, HourBacklog::unsealed);
    set(waiting, streams, HourBacklog::waiting);
    set(lost, streams, HourBacklog::lost);
  }

  private static void set(
      MultiGauge gauge, List<HourBacklog> streams, ToLongFunction<HourBacklog> value) {
    gauge.register(
        streams.stream()
            .<MultiGauge.Row<?>>map(stream ->
                MultiGauge.Row.of(Tags.of("stream", stream.stream()), value.applyAsLong(stream)))
            .toList(),
        true);
  }
}
