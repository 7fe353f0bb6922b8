package lambda.core.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Text from a record's bytes. They must be UTF-8 as RFC 3629 defines it: neither overlong forms
/// nor encoded surrogates, and no other encoding, not even one that a JSON parser would recognise.
final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /// As many bytes of a JSON text as reveal UTF-16 and UTF-32: they contain a byte 0 there.
  private static final int BEGINNING = 4;

  private Utf8() {}

  /// The text, without a leading byte order mark.
  static CharBuffer decode(byte[] bytes) throws MalformedRecordException {
    for (int i = 0; i < Math.min(BEGINNING, bytes.length); i++) {
      if (bytes[i] == 0) {
        throw notUtf8(bytes, i);
      }
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(rest, text, true);
    if (result.isError()) {
      throw notUtf8(bytes, rest.position());
    }
    text.flip();
    return text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK ? text.position(1) : text;
  }

  private static MalformedRecordException notUtf8(byte[] bytes, int position) {
    return new MalformedRecordException(
        "not UTF-8: byte 0x%02X at position %d".formatted(bytes[position], position));
  }
}
