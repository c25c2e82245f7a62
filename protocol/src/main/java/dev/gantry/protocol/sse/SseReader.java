package dev.gantry.protocol.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Splits a byte stream into events (WHATWG HTML, 9.2.6 "Interpreting an event stream"): lines end with LF,
/// CRLF or CR, a byte order mark may come first, a blank line ends an event, several {@code data:} lines are
/// joined with LF. {@code id:}, {@code retry:} and unknown fields are skipped.
///
/// The input may be split anywhere: the events are the same. An event that no blank line ended is never
/// given out; {@link #endsInsideEvent} reports it. Confined to one thread.
public final class SseReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long CARRIAGE_RETURNS = ONES * '\r';
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] NOTHING = new byte[0];

    private final int maxEventBytes;
    private final GrowingBytes line = new GrowingBytes();
    private final GrowingBytes data = new GrowingBytes();
    private boolean hasData;
    private boolean dataIsHeld;
    private byte[] dataBytes = NOTHING;
    private int dataFrom;
    private int dataTo;
    private @Nullable String eventName;
    private int eventBytes;
    private int markBytes;
    private boolean begun;
    private boolean skipLineFeed;
    private boolean overflown;

    /// A reader at the start of a stream.
    ///
    /// @param maxEventBytes how many bytes the lines of one event may have together, comments and line ends
    ///     not counted; at least 1
    public SseReader(int maxEventBytes) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes " + maxEventBytes);
        }
        this.maxEventBytes = maxEventBytes;
    }

    /// Reads on. After {@link SseSink#tooLarge()} it does nothing.
    public void feed(byte[] bytes, int from, int to, SseSink sink) {
        int at = begun ? from : skipByteOrderMark(bytes, from, to);
        while (at < to && !overflown) {
            if (skipLineFeed) {
                skipLineFeed = false;
                if (bytes[at] == '\n') {
                    at++;
                    continue;
                }
            }
            int end = lineEnd(bytes, at, to);
            if (end == to) {
                keepPartialLine(bytes, at, to, sink);
                break;
            }
            completeLine(bytes, at, end, sink);
            skipLineFeed = bytes[end] == '\r';
            at = end + 1;
        }
        if (hasData && !dataIsHeld) {
            holdData();
        }
    }

    /// Whether the stream, if it ended here, would end within a line or before the blank line that ends an
    /// event.
    public boolean endsInsideEvent() {
        return hasData || eventName != null || line.length() > 0 || (!begun && markBytes > 0);
    }

    private int skipByteOrderMark(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && markBytes < BYTE_ORDER_MARK.length && bytes[at] == BYTE_ORDER_MARK[markBytes]) {
            at++;
            markBytes++;
        }
        if (markBytes == BYTE_ORDER_MARK.length) {
            begun = true;
        } else if (at < to) {
            begun = true;
            line.append(BYTE_ORDER_MARK, 0, markBytes);
        }
        return at;
    }

    private void keepPartialLine(byte[] bytes, int from, int to, SseSink sink) {
        if (line.length() == 0 && bytes[from] == ':') {
            line.append(':');
        } else if (!holdsComment()) {
            line.append(bytes, from, to);
            if (line.length() > maxEventBytes - eventBytes) {
                overflow(sink);
            }
        }
    }

    private void completeLine(byte[] bytes, int from, int end, SseSink sink) {
        if (line.length() == 0) {
            readLine(bytes, from, end, sink);
            return;
        }
        if (!holdsComment()) {
            line.append(bytes, from, end);
        }
        readLine(line.bytes(), 0, line.length(), sink);
        if (hasData && !dataIsHeld) {
            holdData();
        }
        line.clear();
    }

    private boolean holdsComment() {
        return line.length() > 0 && line.bytes()[0] == ':';
    }

    private void readLine(byte[] bytes, int from, int end, SseSink sink) {
        if (from == end) {
            endEvent(sink);
        } else if (bytes[from] == ':') {
            sink.comment();
        } else if (end - from > maxEventBytes - eventBytes) {
            overflow(sink);
        } else {
            eventBytes += end - from;
            readField(bytes, from, end);
        }
    }

    private void readField(byte[] bytes, int from, int end) {
        if (isField("data", bytes, from, end)) {
            addData(bytes, valueStart(from + 4, bytes, end), end);
        } else if (isField("event", bytes, from, end)) {
            int start = valueStart(from + 5, bytes, end);
            eventName = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
    }

    private void addData(byte[] bytes, int from, int to) {
        if (!hasData) {
            hasData = true;
            dataIsHeld = false;
            dataBytes = bytes;
            dataFrom = from;
            dataTo = to;
            return;
        }
        holdData();
        data.append('\n');
        data.append(bytes, from, to);
        dataBytes = data.bytes();
        dataTo = data.length();
    }

    /// Moves the data to our own buffer, because the bytes it lies in are about to change.
    private void holdData() {
        if (!dataIsHeld) {
            data.clear();
            data.append(dataBytes, dataFrom, dataTo);
            dataBytes = data.bytes();
            dataFrom = 0;
            dataTo = data.length();
            dataIsHeld = true;
        }
    }

    private void endEvent(SseSink sink) {
        boolean complete = hasData;
        String name = eventName;
        hasData = false;
        eventName = null;
        eventBytes = 0;
        if (complete) {
            byte[] bytes = dataBytes;
            dataBytes = NOTHING;
            sink.event(bytes, dataFrom, dataTo, name);
        }
    }

    private void overflow(SseSink sink) {
        overflown = true;
        hasData = false;
        sink.tooLarge();
    }

    private static boolean isField(String name, byte[] bytes, int from, int end) {
        int length = name.length();
        if (end - from < length || (end - from > length && bytes[from + length] != ':')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Behind the colon, which may be missing, and one space.
    private static int valueStart(int colon, byte[] bytes, int end) {
        int start = Math.min(colon + 1, end);
        return start < end && bytes[start] == ' ' ? start + 1 : start;
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - 8) {
            long word = (long) LONGS.get(bytes, at);
            long lineFeeds = word ^ LINE_FEEDS;
            long returns = word ^ CARRIAGE_RETURNS;
            long ends = ((lineFeeds - ONES) & ~lineFeeds) | ((returns - ONES) & ~returns);
            ends &= HIGHS;
            if (ends != 0) {
                return at + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
            at += 8;
        }
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }
}
