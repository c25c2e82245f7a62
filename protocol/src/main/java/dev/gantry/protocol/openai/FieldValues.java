package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// The values of a request's documented fields, which were checked before; null where the client set none.
@SuppressWarnings("ArrayRecordComponent") // a view of the body, never compared
record FieldValues(byte[] body, RequestFields fields) {
    @Nullable
    RequestMember find(RequestField field) {
        return fields.find(field);
    }

    @Nullable
    Boolean flag(RequestField field) {
        return fields.find(field) == null ? null : fields.isTrue(field);
    }

    @Nullable
    String text(RequestField field) {
        RequestMember member = fields.find(field);
        return member == null ? null : member.value(body).text();
    }

    @Nullable
    Double decimal(RequestField field) {
        RequestMember member = fields.find(field);
        return member == null ? null : member.value(body).doubleValue();
    }

    @Nullable
    Long integer(RequestField field) {
        RequestMember member = fields.find(field);
        return member == null ? null : member.value(body).longValue();
    }

    @Nullable
    RawJson raw(RequestField field) {
        RequestMember member = fields.find(field);
        return member == null ? null : member.raw(body);
    }
}
