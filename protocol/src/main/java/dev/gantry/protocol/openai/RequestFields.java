package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonToken;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The top-level members of a request, in the order of the body. Immutable.
final class RequestFields {
    private final List<RequestMember> members;
    private final Map<RequestField, RequestMember> decisive = new EnumMap<>(RequestField.class);

    RequestFields(List<RequestMember> members) {
        this.members = List.copyOf(members);
        for (RequestMember member : members) {
            RequestField field = member.field();
            if (field != null && !member.isNull() && (!member.isAlias() || !decisive.containsKey(field))) {
                decisive.put(field, member);
            }
        }
    }

    List<RequestMember> members() {
        return members;
    }

    /// The member that sets a documented field: null counts as absent, and snake_case wins over the alias.
    @Nullable
    RequestMember find(RequestField field) {
        return decisive.get(field);
    }

    boolean isTrue(RequestField field) {
        RequestMember member = find(field);
        return member != null && member.kind() == JsonToken.TRUE;
    }

    /// The member of an undocumented field.
    @Nullable
    RequestMember findUndocumented(String name) {
        for (RequestMember member : members) {
            if (member.field() == null && member.name().equals(name)) {
                return member;
            }
        }
        return null;
    }
}
