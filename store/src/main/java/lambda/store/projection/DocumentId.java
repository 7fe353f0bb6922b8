package lambda.store.projection;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ids of documents in Elasticsearch: equal for equal values, different for different ones. Pure.
public final class DocumentId {
  /// The maximum length of an id in Elasticsearch, in bytes.
  private static final int LONGEST = 512;

  private static final String HASHED = "#";

  private DocumentId() {}

  /// The id of a list of values. Each value is hashed with its length, and null without one, so
  /// that no two lists are written alike.
  public static String of(List<? extends @Nullable Object> values) {
    MessageDigest digest = sha256();
    for (@Nullable Object value : values) {
      if (value == null) {
        digest.update(bytes("null;"));
      } else {
        byte[] text = bytes(text(value));
        digest.update(bytes(text.length + ":"));
        digest.update(text);
      }
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  /// Postgres holds both zeros of a double for the same value.
  private static String text(Object value) {
    return switch (value) {
      case Double number -> Double.toString(number + 0.0);
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }

  /// A text itself, if it can be an id and is not taken for a hashed one.
  public static String of(String text) {
    return text.isEmpty() || text.startsWith(HASHED) || bytes(text).length > LONGEST
        ? HASHED + of(List.of(text))
        : text;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
