package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;

/// Where things lie in one entry of `tool_calls`, in a message or a delta. Reused.
final class ToolCallView {
    final Member index = new Member("index");
    final Member id = new Member("id");
    final Member type = new Member("type");
    final Member function = new Member("function");
    final ObjectView object = new ObjectView(index, id, type, function);

    final Member name = new Member("name");
    final Member arguments = new Member("arguments");
    final ObjectView functionObject = new ObjectView(name, arguments);

    /// Reads the object whose opening brace the scanner is at.
    void scan(JsonScanner scanner) {
        functionObject.forget();
        object.open(scanner);
        while (object.advance(scanner)) {
            if (object.isAt(function) && scanner.current() == JsonToken.OBJECT_START) {
                scanFunction(scanner);
            } else {
                scanner.skipValue();
            }
        }
    }

    private void scanFunction(JsonScanner scanner) {
        functionObject.open(scanner);
        while (functionObject.advance(scanner)) {
            scanner.skipValue();
        }
    }
}
