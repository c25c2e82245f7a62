package dev.gantry.server.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReceiptBookTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void keepsTheNewestAndForgetsTheOldest() {
        ReceiptBook book = new ReceiptBook(2, Duration.ofHours(1), nanos::get);
        book.put(receipt("a"));
        book.put(receipt("b"));
        book.put(receipt("c"));
        assertThat(book.find("a", "key")).isEmpty();
        assertThat(book.find("b", "key")).isPresent();
        assertThat(book.find("c", "key")).isPresent();
    }

    @Test
    void aReceiptIsItsKeysAlone() {
        ReceiptBook book = new ReceiptBook(2, Duration.ofHours(1), nanos::get);
        book.put(receipt("a"));
        assertThat(book.find("a", "another key")).isEmpty();
    }

    @Test
    void whatIsTooOldIsNotFound() {
        ReceiptBook book = new ReceiptBook(2, Duration.ofSeconds(10), nanos::get);
        book.put(receipt("a"));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(book.find("a", "key")).isEmpty();
    }

    @Test
    void keepsNothingWhereNothingIsToBeKept() {
        ReceiptBook book = new ReceiptBook(0, Duration.ofHours(1), nanos::get);
        book.put(receipt("a"));
        assertThat(book.find("a", "key")).isEmpty();
    }

    private static Receipt receipt(String id) {
        return new RequestRecord(id, "key", Instant.EPOCH, 0).toReceipt(1);
    }
}
