package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonEdits;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import org.jspecify.annotations.Nullable;

/// One JSON object as a view walks through it: it finds the known members and counts the unknown ones that
/// say something. Reused from text to text. Confined to one thread.
///
/// ```java
/// object.open(scanner);                   // at the opening brace
/// while (object.advance(scanner)) {       // at the first token of a value
///     scanner.skipValue();                // or a view of that value
/// }                                       // at the closing brace
/// ```
final class ObjectView {
    private final Member[] known;
    private final Member[] met;
    private int metCount;
    private int unknownCount;
    private @Nullable Member current;
    private int start = -1;
    private int end = -1;

    ObjectView(Member... known) {
        this.known = known;
        this.met = new Member[known.length];
    }

    /// Forgets the last text, so that every member is absent.
    void forget() {
        for (int i = 0; i < metCount; i++) {
            met[i].forget();
        }
        metCount = 0;
        unknownCount = 0;
        current = null;
        start = -1;
        end = -1;
    }

    void open(JsonScanner scanner) {
        forget();
        start = scanner.start();
    }

    /// Moves to the next member's value; false at the end of the object.
    boolean advance(JsonScanner scanner) {
        if (current != null) {
            current.endsAt(scanner.end());
        }
        if (scanner.next() == JsonToken.OBJECT_END) {
            end = scanner.end();
            current = null;
            return false;
        }
        int nameStart = scanner.start();
        int nameEnd = scanner.end();
        current = find(scanner);
        JsonToken value = scanner.next();
        if (current == null) {
            unknownCount += value == JsonToken.NULL ? 0 : 1;
        } else {
            current.foundAt(nameStart, nameEnd, scanner);
        }
        return true;
    }

    boolean isAt(Member member) {
        return current == member;
    }

    boolean isPresent() {
        return start >= 0;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /// Whether there are members that nobody looks for and that are not null.
    boolean hasUnknown() {
        return unknownCount > 0;
    }

    /// Whether anything that says something is left when the dropped members are gone.
    boolean keepsSomething() {
        for (int i = 0; i < metCount; i++) {
            if (!met[i].isDropped()) {
                return true;
            }
        }
        return unknownCount > 0;
    }

    /// Removes the dropped members, in their order.
    void removeDropped(JsonEdits edits) {
        for (int i = 0; i < metCount; i++) {
            if (met[i].isDropped()) {
                edits.removeMember(met[i].nameStart(), met[i].valueEnd());
            }
        }
    }

    /// The known member of this name. Hosts keep their order, so the one that stood here in the last text is
    /// tried first.
    private @Nullable Member find(JsonScanner scanner) {
        Member likely = metCount < met.length ? met[metCount] : null;
        if (likely != null && !likely.isPresent() && scanner.textEquals(likely.name())) {
            metCount++;
            return likely;
        }
        for (Member member : known) {
            if (scanner.textEquals(member.name())) {
                if (member.isPresent()) {
                    throw UpstreamFailed.violation("sent an object with two members of the same name");
                }
                met[metCount++] = member;
                return member;
            }
        }
        return null;
    }
}
