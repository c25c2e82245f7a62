package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonEdits;
import dev.gantry.protocol.json.JsonText;
import dev.gantry.protocol.openai.Conversation.LostToolCallId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// One request on its way to one upstream: collects the edits that the target asks for. For one use.
final class RequestRewrite {
    private static final Set<String> SAMPLING_FIELDS = Set.of(
            "temperature",
            "top_p",
            "frequency_penalty",
            "presence_penalty",
            "logit_bias",
            "top_k",
            "top_a",
            "min_p",
            "typical_p",
            "repetition_penalty",
            "repeat_penalty");

    private static final byte[] DEFAULT_TEMPERATURE = ascii("\"temperature\":0.7");
    private static final byte[] DEFAULT_TOP_P = ascii("\"top_p\":1");
    private static final byte[] SYSTEM = ascii("\"system\"");
    private static final byte[] TOOL_CALL_ID = ascii("\"tool_call_id\":");

    private final ChatRequestView view;
    private final RequestFields fields;
    private final RequestTarget target;
    private final JsonEdits edits;
    private final List<Adjustment> adjustments = new ArrayList<>();

    RequestRewrite(ChatRequestView view, RequestTarget target) {
        this.view = view;
        this.fields = view.fields();
        this.target = target;
        this.edits = new JsonEdits(view.body());
    }

    EncodedRequest run() {
        insertMissingMembers();
        for (RequestMember member : fields.members()) {
            rewrite(member);
        }
        rewriteMessages();
        return new EncodedRequest(edits.apply(), adjustments);
    }

    private void rewrite(RequestMember member) {
        if (isSurplus(member)) {
            remove(member);
        } else if (isDropped(member)) {
            remove(member);
            adjustments.add(Adjustment.dropped(member.wireName()));
        } else if (member.field() != null) {
            rewriteDocumented(member, member.field());
        }
    }

    /// What can go without a loss: a null that means absent, and a member that another one overrules.
    private boolean isSurplus(RequestMember member) {
        RequestField field = member.field();
        if (field == null) {
            return false;
        }
        return switch (field) {
            case MAX_TOKENS, MAX_COMPLETION_TOKENS ->
                view.tokenCap() == null || !member.equals(view.tokenCap().member());
            case STREAM_OPTIONS -> !member.equals(fields.find(field)) || !target.streamUsage();
            default -> !member.equals(fields.find(field));
        };
    }

    private boolean isDropped(RequestMember member) {
        String name = member.wireName();
        return target.droppedFields().contains(name)
                || (target.sampling() == SamplingSupport.NONE && SAMPLING_FIELDS.contains(name))
                || member.isNoise();
    }

    private void rewriteDocumented(RequestMember member, RequestField field) {
        switch (field) {
            case MODEL -> edits.replace(member.valueStart(), member.valueEnd(), JsonText.quote(target.upstreamModel()));
            case MAX_TOKENS, MAX_COMPLETION_TOKENS -> rewriteTokenCap(member);
            case STREAM_OPTIONS -> {
                rename(member, field);
                view.readStreamOptions().ifPresent(options -> options.demandUsage(edits));
            }
            default -> rename(member, field);
        }
    }

    private void rewriteTokenCap(RequestMember member) {
        rename(member, target.tokenCapField().field());
        int most = target.maxOutputTokens();
        if (most > 0 && view.maxTokens().orElse(0) > most) {
            edits.replace(member.valueStart(), member.valueEnd(), ascii(Integer.toString(most)));
            adjustments.add(Adjustment.clamped(member.wireName(), most));
        }
    }

    private void insertMissingMembers() {
        boolean samplingDefaults =
                target.injectSamplingDefaults() && target.sampling() == SamplingSupport.FULL && !view.asksReasoning();
        if (samplingDefaults) {
            insertIfMissing(RequestField.TEMPERATURE, DEFAULT_TEMPERATURE);
            insertIfMissing(RequestField.TOP_P, DEFAULT_TOP_P);
        }
        if (view.tokenCap() == null && target.defaultMaxTokens() > 0) {
            insert(tokenCapMember());
        }
        if (view.stream() && target.streamUsage()) {
            insertIfMissing(RequestField.STREAM_OPTIONS, StreamOptions.USAGE_DEMAND);
        }
    }

    private byte[] tokenCapMember() {
        int most = target.maxOutputTokens() > 0 ? target.maxOutputTokens() : Integer.MAX_VALUE;
        return ascii(
                '"' + target.tokenCapField().field().wireName() + "\":" + Math.min(target.defaultMaxTokens(), most));
    }

    private void rewriteMessages() {
        Conversation conversation = view.conversation();
        ByteRanges developerRoles = conversation.developerRoles();
        for (int i = 0; i < developerRoles.size() && !target.developerRole(); i++) {
            edits.replace(developerRoles.start(i), developerRoles.end(i), SYSTEM);
        }
        conversation.lostToolCallIds().forEach(this::restoreToolCallId);
    }

    private void restoreToolCallId(LostToolCallId lost) {
        byte[] id = Arrays.copyOfRange(view.body(), lost.idStart(), lost.idEnd());
        if (lost.valueStart() >= 0) {
            edits.replace(lost.valueStart(), lost.valueEnd(), id);
            return;
        }
        byte[] member = Arrays.copyOf(TOOL_CALL_ID, TOOL_CALL_ID.length + id.length);
        System.arraycopy(id, 0, member, TOOL_CALL_ID.length, id.length);
        edits.insertMember(lost.messageStart(), member);
    }

    private void insertIfMissing(RequestField field, byte[] member) {
        if (fields.find(field) == null && !target.droppedFields().contains(field.wireName())) {
            insert(member);
        }
    }

    private void insert(byte[] member) {
        edits.insertMember(view.objectStart(), member);
    }

    private void rename(RequestMember member, RequestField field) {
        if (!field.wireName().equals(member.name())) {
            edits.replace(member.nameStart(), member.nameEnd(), ascii('"' + field.wireName() + '"'));
        }
    }

    private void remove(RequestMember member) {
        edits.removeMember(member.nameStart(), member.valueEnd());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
