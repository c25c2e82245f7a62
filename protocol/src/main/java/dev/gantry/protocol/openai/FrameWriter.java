package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonEdits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects the frames for the client: `data: ` with the space, one JSON object in one line, a blank line.
/// U+0085, U+2028 and U+2029 leave escaped, since line readers that follow Python's {@code splitlines} break
/// a line there. Confined to one thread.
final class FrameWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = 0x2020202020202020L;
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = new byte[1024];
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    /// A frame with an edited JSON text.
    void append(JsonEdits json) {
        ensureRoom(DATA.length + json.maxLength() + 2);
        int start = open();
        length = json.applyTo(bytes, start);
        close(start);
    }

    /// A frame with the JSON text that these pieces make together.
    void append(byte[]... pieces) {
        int size = DATA.length + 2;
        for (byte[] piece : pieces) {
            size += piece.length;
        }
        ensureRoom(size);
        int start = open();
        length = start;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, bytes, length, piece.length);
            length += piece.length;
        }
        close(start);
    }

    /// The frame that says that the answer is whole.
    void appendDone() {
        ensureRoom(DONE.length);
        System.arraycopy(DONE, 0, bytes, length, DONE.length);
        length += DONE.length;
    }

    /// What was collected since the last drain; a comment where that is nothing.
    byte[] drainOrKeepAlive() {
        return isEmpty() ? KEEP_ALIVE.clone() : drain();
    }

    /// What was collected since the last drain.
    byte[] drain() {
        if (length == 0) {
            return NOTHING;
        }
        byte[] frames = Arrays.copyOf(bytes, length);
        length = 0;
        return frames;
    }

    private int open() {
        System.arraycopy(DATA, 0, bytes, length, DATA.length);
        return length + DATA.length;
    }

    private void close(int start) {
        int at = firstLineBreak(start);
        if (at < length) {
            replaceLineBreaks(at);
        }
        ensureRoom(2);
        bytes[length++] = '\n';
        bytes[length++] = '\n';
    }

    private int firstLineBreak(int start) {
        int at = start;
        while (at < length) {
            if (at <= length - 8) {
                long word = (long) LONGS.get(bytes, at);
                if (((word | ((word - SPACES) & ~word)) & HIGHS) == 0) {
                    at += 8;
                    continue;
                }
            }
            int stop = Math.min(at + 8, length);
            for (; at < stop; at++) {
                if (lineBreakAt(bytes, at, length) != 0) {
                    return at;
                }
            }
        }
        return length;
    }

    /// White space between tokens becomes a space; a line break inside a string becomes its escape.
    private void replaceLineBreaks(int from) {
        byte[] rest = Arrays.copyOfRange(bytes, from, length);
        length = from;
        for (int i = 0; i < rest.length; i++) {
            char found = lineBreakAt(rest, i, rest.length);
            ensureRoom(6 + rest.length - i);
            if (found == 0) {
                bytes[length++] = rest[i];
            } else if (found < ' ') {
                bytes[length++] = ' ';
            } else {
                byte[] escape = String.format("\\u%04x", (int) found).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(escape, 0, bytes, length, escape.length);
                length += escape.length;
                i += found == '\u0085' ? 1 : 2;
            }
        }
    }

    /// The line break that begins at this byte, or NUL.
    private static char lineBreakAt(byte[] bytes, int at, int end) {
        byte b = bytes[at];
        if (b == '\n' || b == '\r') {
            return (char) b;
        }
        if (b == (byte) 0xC2 && at + 1 < end && bytes[at + 1] == (byte) 0x85) {
            return '\u0085';
        }
        if (b == (byte) 0xE2 && at + 2 < end && bytes[at + 1] == (byte) 0x80) {
            return switch (bytes[at + 2]) {
                case (byte) 0xA8 -> '\u2028';
                case (byte) 0xA9 -> '\u2029';
                default -> 0;
            };
        }
        return 0;
    }

    private void ensureRoom(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
