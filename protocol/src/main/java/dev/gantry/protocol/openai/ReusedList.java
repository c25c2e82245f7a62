package dev.gantry.protocol.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A list whose elements are used again from text to text. Confined to one thread.
final class ReusedList<T> {
    private final Supplier<T> factory;
    private final List<T> elements = new ArrayList<>(1);
    private int size;

    ReusedList(Supplier<T> factory) {
        this.factory = factory;
    }

    void clear() {
        size = 0;
    }

    T add() {
        if (size == elements.size()) {
            elements.add(factory.get());
        }
        return elements.get(size++);
    }

    T get(int index) {
        return elements.get(index);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }
}
