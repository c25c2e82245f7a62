package dev.gantry.server.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the values of a GGUF file in order. Every read past the end throws {@link IndexOutOfBoundsException}, as does
/// a length that is negative or larger than the file. Confined to one thread.
final class GgufCursor {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_NESTING = 4;

    private final MemorySegment file;
    private long position;

    GgufCursor(MemorySegment file) {
        this.file = file;
    }

    long position() {
        return position;
    }

    int readInt() {
        return file.get(INT, advance(Integer.BYTES));
    }

    long readLong() {
        return file.get(LONG, advance(Long.BYTES));
    }

    String readString() {
        long length = readLong();
        long start = advance(length);
        return new String(file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /// Reads a value with the type in front of it; empty for a list, which is skipped.
    Optional<Object> readValue() {
        return readValue(readInt(), MAX_NESTING);
    }

    private Optional<Object> readValue(int type, int nesting) {
        return switch (type) {
            case 0 -> Optional.of(Byte.toUnsignedInt(readByte()));
            case 1 -> Optional.of(readByte());
            case 2 -> Optional.of(Short.toUnsignedInt(readShort()));
            case 3 -> Optional.of(readShort());
            case 4 -> Optional.of(Integer.toUnsignedLong(readInt()));
            case 5 -> Optional.of(readInt());
            case 6 -> Optional.of(Float.intBitsToFloat(readInt()));
            case 7 -> Optional.of(readByte() != 0);
            case 8 -> Optional.of(readString());
            case 9 -> skipList(nesting);
            case 10, 11 -> Optional.of(readLong());
            case 12 -> Optional.of(Double.longBitsToDouble(readLong()));
            default -> throw new IndexOutOfBoundsException("value type " + type);
        };
    }

    private Optional<Object> skipList(int nesting) {
        int type = readInt();
        long length = readLong();
        if (nesting == 0 || length < 0) {
            throw new IndexOutOfBoundsException("list of " + length);
        }
        for (long i = 0; i < length; i++) {
            if (type == 8) {
                advance(readLong());
            } else {
                readValue(type, nesting - 1);
            }
        }
        return Optional.empty();
    }

    private byte readByte() {
        return file.get(ValueLayout.JAVA_BYTE, advance(Byte.BYTES));
    }

    private short readShort() {
        return file.get(SHORT, advance(Short.BYTES));
    }

    private long advance(long bytes) {
        if (bytes < 0 || bytes > file.byteSize() - position) {
            throw new IndexOutOfBoundsException("position " + position + " and " + bytes + " bytes");
        }
        long start = position;
        position += bytes;
        return start;
    }
}
