package lambda.generator.maker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.datafaker.Faker;

/// Makes transactions: a customer pays for a product. Products and customers are skewed.
final class TransactionMaker implements EventMaker {
  private static final int PRODUCTS = 500;
  private static final int CUSTOMERS = 10_000;
  private static final double CUSTOMER_EXPONENT = 0.8;
  private static final int MOST = 5;
  private static final long NAMES = 11;
  private static final int CENTS = 2;
  private static final List<String> CURRENCIES = List.of("USD", "EUR", "GBP", "JPY", "INR");
  private static final List<String> METHODS =
      List.of("credit_card", "debit_card", "paypal", "bank_transfer", "gift_card");
  private static final List<String> STATUSES =
      List.of("completed", "pending", "failed", "refunded");

  private record Product(String id, String name, String category, String brand, long cents) {}

  private final List<Product> products;
  private final Zipf productLaw;
  private final Zipf customerLaw = new Zipf(CUSTOMERS, CUSTOMER_EXPONENT);
  private final Zipf currencyLaw = new Zipf(CURRENCIES.size(), 1);
  private final Zipf methodLaw = new Zipf(METHODS.size(), 1);
  private final Zipf statusLaw = new Zipf(STATUSES.size(), 2);

  /// @param zipf the exponent for products
  TransactionMaker(double zipf) {
    Random random = new Random(NAMES);
    Faker faker = new Faker(random);
    products =
        IntStream.range(0, PRODUCTS)
            .mapToObj(i ->
                new Product(
                    "product-" + i,
                    faker.commerce().productName(),
                    faker.commerce().department(),
                    faker.commerce().brand(),
                    random.nextLong(99, 99_999)))
            .toList();
    productLaw = new Zipf(PRODUCTS, zipf);
  }

  @Override
  public ObjectNode make(RandomGenerator random, String id, long time) {
    Product product = products.get(productLaw.next(random));
    int quantity = 1 + random.nextInt(MOST);
    return JsonFields.object()
        .put("transactionId", id)
        .put("productId", product.id)
        .put("productName", product.name)
        .put("productCategory", product.category)
        .put("productPrice", BigDecimal.valueOf(product.cents, CENTS))
        .put("productQuantity", quantity)
        .put("productBrand", product.brand)
        .put("totalAmount", BigDecimal.valueOf(product.cents * quantity, CENTS))
        .put("currency", CURRENCIES.get(currencyLaw.next(random)))
        .put("customerId", "customer-" + customerLaw.next(random))
        .put("transactionDate", Instant.ofEpochMilli(time).toString())
        .put("paymentMethod", METHODS.get(methodLaw.next(random)))
        .put("paymentStatus", STATUSES.get(statusLaw.next(random)));
  }
}
