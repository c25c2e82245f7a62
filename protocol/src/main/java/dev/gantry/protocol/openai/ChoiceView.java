package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// Where things lie in one entry of `choices`. Reused.
final class ChoiceView {
    final Member index = new Member("index");
    /// `delta` in a stream, `message` in a whole answer.
    final Member body;

    final Member finishReason = new Member("finish_reason");
    final ObjectView object;
    final MessageView message = new MessageView();

    ChoiceView(String bodyName) {
        this.body = new Member(bodyName);
        this.object = new ObjectView(index, body, finishReason);
    }

    /// Reads the object whose opening brace the scanner is at.
    void scan(JsonScanner scanner) {
        message.forget();
        object.open(scanner);
        while (object.advance(scanner)) {
            if (object.isAt(body) && scanner.current() == JsonToken.OBJECT_START) {
                message.scan(scanner);
            } else {
                scanner.skipValue();
            }
        }
    }
}
