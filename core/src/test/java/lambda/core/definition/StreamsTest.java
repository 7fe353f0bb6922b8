package lambda.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lambda.core.Pageviews;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final ViewDefinition VIEW = Pageviews.perMinute(Pageviews.count("n"));
  private static final Streams STREAMS = new Streams(List.of(Pageviews.stream(VIEW)));

  @Test
  void aStreamAndAViewAreFoundByName() {
    assertThat(STREAMS.stream("pageviews").views()).containsExactly(VIEW);
    assertThat(STREAMS.view("per_minute")).isEqualTo(VIEW);
    assertThat(STREAMS.streamOf("per_minute").name()).isEqualTo("pageviews");
  }

  @Test
  void anUnknownNameIsRefusedWithTheDeclaredOnes() {
    assertThatThrownBy(() -> STREAMS.stream("clicks"))
        .isInstanceOf(LambdaException.class)
        .hasMessage("there is no stream 'clicks'; the declared streams are: pageviews");
    assertThatThrownBy(() -> STREAMS.view("pageviews"))
        .hasMessage("there is no view 'pageviews'; the declared views are: per_minute");
    assertThatThrownBy(() -> new Streams(List.of()).streamOf("per_minute"))
        .hasMessage("there is no view 'per_minute'; the declared views are: none");
  }
}
