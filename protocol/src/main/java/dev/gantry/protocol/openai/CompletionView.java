package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// Where things lie in one chunk of a stream, or in one whole answer. Reused from text to text, so that a
/// clean chunk makes no garbage. Confined to one thread.
final class CompletionView {
    final Member id = new Member("id");
    final Member kind = new Member("object");
    final Member created = new Member("created");
    final Member model = new Member("model");
    final Member choices = new Member("choices");
    final Member usage = new Member("usage");
    final Member error = new Member("error");
    final Member message = new Member("message");
    final Member detail = new Member("detail");
    final Member groq = new Member("x_groq");
    final ObjectView object = new ObjectView(id, kind, created, model, choices, usage, error, message, detail, groq);

    final Member groqUsage = new Member("usage");
    final Member groqError = new Member("error");
    final ObjectView groqObject = new ObjectView(groqUsage, groqError);

    final ReusedList<ChoiceView> choiceList;
    private final JsonScanner scanner = new JsonScanner(new byte[0]);

    /// @param bodyName what a choice calls its content: `delta` or `message`
    CompletionView(String bodyName) {
        this.choiceList = new ReusedList<>(() -> new ChoiceView(bodyName));
    }

    /// Reads the JSON object in {@code bytes[from, to)}.
    ///
    /// @throws dev.gantry.protocol.json.JsonSyntaxException where that is not JSON
    void scan(byte[] bytes, int from, int to) {
        choiceList.clear();
        groqObject.forget();
        scanner.reset(bytes, from, to);
        if (scanner.next() != JsonToken.OBJECT_START) {
            throw UpstreamFailed.violation("sent JSON that is no object");
        }
        object.open(scanner);
        while (object.advance(scanner)) {
            if (object.isAt(choices) && scanner.current() == JsonToken.ARRAY_START) {
                scanChoices();
            } else if (object.isAt(groq) && scanner.current() == JsonToken.OBJECT_START) {
                scanGroq();
            } else {
                scanner.skipValue();
            }
        }
        scanner.next();
    }

    /// Whether this is no answer but a failure, in any of the shapes of the field: an `error` member, Groq's
    /// `x_groq.error`, or a flat object with `message` or `detail` in place of choices (vLLM, FastAPI).
    boolean isFailure() {
        return says(error) || says(groqError) || (!choices.isPresent() && (says(message) || says(detail)));
    }

    private static boolean says(Member member) {
        return !member.isBlank() && !member.is(JsonToken.FALSE);
    }

    private void scanChoices() {
        while (scanner.next() != JsonToken.ARRAY_END) {
            if (scanner.current() != JsonToken.OBJECT_START) {
                throw UpstreamFailed.violation("sent a choice that is no object");
            }
            choiceList.add().scan(scanner);
        }
    }

    private void scanGroq() {
        groqObject.open(scanner);
        while (groqObject.advance(scanner)) {
            scanner.skipValue();
        }
    }
}
