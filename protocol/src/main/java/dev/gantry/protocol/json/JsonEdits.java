package dev.gantry.protocol.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Changes to a JSON text by byte range. The text itself is never modified: {@link #apply} derives a new
/// one, in which every byte that no edit names is the same as before.
///
/// Edits may be recorded in any order; ranges must not overlap, except that removed members may touch, and
/// that edits inside a removed member are void.
/// Reusable through {@link #reset}, so that a stream edits its chunks without garbage. Confined to one
/// thread.
public final class JsonEdits {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] COMMA = {','};

    private enum Kind {
        REPLACE,
        INSERT_MEMBER
    }

    private enum Comma {
        YES,
        NO,
        UNDECIDED
    }

    private byte[] source = NOTHING;
    private int from;
    private int to;
    private int count;
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private byte[][] texts = new byte[8][];
    private Kind[] kinds = new Kind[8];

    public JsonEdits() {}

    public JsonEdits(byte[] source) {
        reset(source, 0, source.length);
    }

    /// Forgets all edits and turns to the text in {@code source[from, to)}. Ranges of edits are absolute
    /// indexes into {@code source}, as {@link JsonScanner} gives them.
    public JsonEdits reset(byte[] source, int from, int to) {
        this.source = source;
        this.from = from;
        this.to = to;
        Arrays.fill(texts, 0, count, NOTHING);
        count = 0;
        return this;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /// Replaces the bytes in {@code [start, end)}, which may be empty, by {@code text}.
    public JsonEdits replace(int start, int end, byte[] text) {
        add(start, end, text, Kind.REPLACE);
        return this;
    }

    /// Inserts a member, for example {@code "index":0}, at the front of the object whose opening brace is at
    /// {@code objectStart}; commas are put as the object needs them.
    public JsonEdits insertMember(int objectStart, byte[] member) {
        add(objectStart + 1, objectStart + 1, member, Kind.INSERT_MEMBER);
        return this;
    }

    /// Removes the member whose name begins at {@code nameStart} and whose value ends at {@code valueEnd},
    /// with the comma that would be left over. Members of one object must be removed in their order.
    public JsonEdits removeMember(int nameStart, int valueEnd) {
        int end = skipWhiteSpace(valueEnd);
        if (end < to && source[end] == ',') {
            add(nameStart, skipWhiteSpace(end + 1), NOTHING, Kind.REPLACE);
        } else {
            add(leftoverCommaBefore(nameStart), valueEnd, NOTHING, Kind.REPLACE);
        }
        return this;
    }

    /// The text with all edits made. Where there are none this is a copy of the text.
    public byte[] apply() {
        byte[] result = new byte[write(null, 0)];
        write(result, 0);
        return result;
    }

    /// The most bytes that {@link #applyTo} may write.
    public int maxLength() {
        return to - from + growth();
    }

    /// Writes the edited text to {@code target} from {@code at} on.
    ///
    /// @return the end of what was written, exclusive
    public int applyTo(byte[] target, int at) {
        return write(target, at);
    }

    /// @param target null only measures
    private int write(byte @Nullable [] target, int at) {
        int out = at;
        int in = from;
        boolean commaPending = false;
        for (int i = 0; i < count; i++) {
            if (starts[i] < in) {
                in = Math.max(in, ends[i]);
                continue;
            }
            if (starts[i] > in) {
                Comma comma = commaPending ? commaBefore(in, starts[i]) : Comma.NO;
                out = comma == Comma.YES ? put(COMMA, 0, 1, target, out) : out;
                out = put(source, in, starts[i], target, out);
                commaPending = comma == Comma.UNDECIDED;
            }
            byte[] text = texts[i];
            if (commaPending && text.length > 0) {
                out = put(COMMA, 0, 1, target, out);
                commaPending = false;
            }
            out = put(text, 0, text.length, target, out);
            in = ends[i];
            commaPending |= kinds[i] == Kind.INSERT_MEMBER;
        }
        if (commaPending && commaBefore(in, to) == Comma.YES) {
            out = put(COMMA, 0, 1, target, out);
        }
        return put(source, in, to, target, out);
    }

    private static int put(byte[] bytes, int start, int end, byte @Nullable [] target, int at) {
        if (target != null) {
            System.arraycopy(bytes, start, target, at, end - start);
        }
        return at + end - start;
    }

    /// Whether an inserted member needs a comma before what follows it in the source: not where the object ends,
    /// and not known yet where there is only white space before the next edit.
    private Comma commaBefore(int start, int end) {
        int next = start;
        while (next < end && isWhiteSpace(source[next])) {
            next++;
        }
        if (next == end) {
            return Comma.UNDECIDED;
        }
        return source[next] == '}' ? Comma.NO : Comma.YES;
    }

    private int growth() {
        int growth = 0;
        for (int i = 0; i < count; i++) {
            growth += texts[i].length + 1;
        }
        return growth;
    }

    /// The member at {@code nameStart} is the last one that is left: the comma before it must go too, also
    /// across members that are removed already.
    private int leftoverCommaBefore(int nameStart) {
        int start = nameStart;
        while (true) {
            int before = start;
            while (before > from && isWhiteSpace(source[before - 1])) {
                before--;
            }
            int removed = removedRangeEndingAt(before, start);
            if (removed >= 0) {
                start = starts[removed];
            } else {
                return before > from && source[before - 1] == ',' ? before - 1 : start;
            }
        }
    }

    private int removedRangeEndingAt(int low, int high) {
        for (int i = count - 1; i >= 0; i--) {
            if (ends[i] >= low && ends[i] <= high && ends[i] > starts[i] && texts[i].length == 0) {
                return i;
            }
        }
        return -1;
    }

    private void add(int start, int end, byte[] text, Kind kind) {
        if (start < from || end < start || end > to) {
            throw new IllegalArgumentException("edit " + start + ".." + end + " of " + from + ".." + to);
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            texts = Arrays.copyOf(texts, count * 2);
            kinds = Arrays.copyOf(kinds, count * 2);
        }
        int i = count++;
        while (i > 0 && goesBefore(start, kind, i - 1)) {
            starts[i] = starts[i - 1];
            ends[i] = ends[i - 1];
            texts[i] = texts[i - 1];
            kinds[i] = kinds[i - 1];
            i--;
        }
        starts[i] = start;
        ends[i] = end;
        texts[i] = text;
        kinds[i] = kind;
    }

    /// Edits lie in the order of their ranges; a member is inserted before what begins at the same place.
    private boolean goesBefore(int start, Kind kind, int other) {
        return starts[other] > start
                || (starts[other] == start && kind == Kind.INSERT_MEMBER && kinds[other] == Kind.REPLACE);
    }

    private int skipWhiteSpace(int at) {
        int next = at;
        while (next < to && isWhiteSpace(source[next])) {
            next++;
        }
        return next;
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
