package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonEdits;
import dev.gantry.protocol.json.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The JSON text at hand and the edits that are made to it, in terms of the views that found its members.
/// Reused from text to text. Confined to one thread.
final class Splice {
    private final JsonEdits edits = new JsonEdits();
    private byte[] bytes = new byte[0];

    void turnTo(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        edits.reset(bytes, from, to);
    }

    JsonEdits edits() {
        return edits;
    }

    String text(Member member) {
        return member.text(bytes);
    }

    long longValue(Member member) {
        return member.longValue(bytes);
    }

    byte[] copyValue(Member member) {
        return member.copyValue(bytes);
    }

    /// The value as it is written.
    String raw(Member member) {
        return new String(bytes, member.valueStart(), member.valueEnd() - member.valueStart(), StandardCharsets.UTF_8);
    }

    boolean valueEquals(Member member, byte[] json) {
        return member.valueEquals(bytes, json);
    }

    /// Whether one of two ASCII characters stands anywhere in the value.
    boolean valueHas(Member member, char one, char other) {
        for (int i = member.valueStart(); i < member.valueEnd(); i++) {
            if (bytes[i] == one || bytes[i] == other) {
                return true;
            }
        }
        return false;
    }

    /// Unix seconds above 0, as an integer: Azure's first chunk says 0, others write a fraction.
    boolean isTime(Member created) {
        if (!created.is(JsonToken.NUMBER)) {
            return false;
        }
        for (int i = created.valueStart(); i < created.valueEnd(); i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return bytes[created.valueStart()] != '0';
    }

    /// Gives a member this value, whether it is there or not.
    void set(ObjectView object, Member member, byte[] json) {
        if (!member.isPresent()) {
            insert(object, member, json);
        } else if (!member.valueEquals(bytes, json)) {
            edits.replace(member.valueStart(), member.valueEnd(), json);
        }
    }

    /// Puts a member of this name and value at the front of an object.
    void insert(ObjectView object, Member member, byte[] json) {
        byte[] name = ('"' + member.name() + "\":").getBytes(StandardCharsets.US_ASCII);
        byte[] text = Arrays.copyOf(name, name.length + json.length);
        System.arraycopy(json, 0, text, name.length, json.length);
        edits.insertMember(object.start(), text);
    }

    /// Puts other members in the place of a whole member.
    void replaceMember(Member member, CharSequence members) {
        edits.replace(member.nameStart(), member.valueEnd(), members.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// @param quotedName the new name in double quotes
    void rename(Member member, byte[] quotedName) {
        edits.replace(member.nameStart(), member.nameEnd(), quotedName);
    }

    /// Removes an object that is an element of an array.
    void removeElement(ObjectView object) {
        edits.removeMember(object.start(), object.end());
    }

    void removeDropped(ObjectView object) {
        object.removeDropped(edits);
    }
}
