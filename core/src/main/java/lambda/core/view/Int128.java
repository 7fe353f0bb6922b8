package lambda.core.view;

import java.math.BigInteger;

/// A 128-bit sum of longs. It cannot overflow below 2^64 addends. One owner.
final class Int128 {
  private static final int WORD = 64;

  private long high;

  /// Unsigned.
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
