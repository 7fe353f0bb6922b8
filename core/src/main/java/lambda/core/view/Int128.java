package lambda.core.view;

import java.math.BigInteger;

/// A sum of 64-bit numbers that cannot overflow: 128 bits, enough for 2^64 addends. One owner.
final class Int128 {
  private static final int WORD = 64;

  private long high;

  /// As an unsigned number.
  private long low;

  void add(long number) {
    long sum = low + number;
    boolean carry = Long.compareUnsigned(sum, low) < 0;
    high += (number >> (WORD - 1)) + (carry ? 1 : 0);
    low = sum;
  }

  BigInteger value() {
    BigInteger lower = BigInteger.valueOf(low);
    if (low < 0) {
      lower = lower.add(BigInteger.ONE.shiftLeft(WORD));
    }
    return BigInteger.valueOf(high).shiftLeft(WORD).add(lower);
  }
}
