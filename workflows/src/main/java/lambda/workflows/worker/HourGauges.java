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
    unarchived =
        gauge(registry, "lambda.batch.hours.unarchived", "Hours that are over and not archived");
    unsealed = gauge(registry, "lambda.batch.hours.unsealed", "Hours that are over and not sealed");
    waiting =
        gauge(
            registry,
            "lambda.batch.hours.waiting",
            "Recomputed hours that wait for the speed layer");
    lost =
        gauge(
            registry, "lambda.batch.offsets.lost", "Offsets that were declared lost, of all hours");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
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
