package lambda.serving;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Identifies a figure of a view, and says where it is in the order of figures: by window, then by
/// key, with null before every text.
///
/// @param key in the form of [ViewRow#key]
public record Place(Instant window, List<@Nullable String> key) {

  public static Place of(ViewRow row) {
    return new Place(row.window(), row.key());
  }
}
