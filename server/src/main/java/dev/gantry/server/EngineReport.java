package dev.gantry.server;

import dev.gantry.protocol.json.JsonText;
import dev.gantry.server.engine.EngineState;
import java.util.List;

/// Shows the state of the embedded engine to operators, as a JSON object: `/readyz` has it as a field.
final class EngineReport {
    static final String DISABLED = "{\"state\":\"disabled\"}";

    private EngineReport() {}

    static String of(EngineState state) {
        return switch (state) {
            case EngineState.Provisioning _ -> state("provisioning", "", List.of());
            case EngineState.Starting _ -> state("starting", "", List.of());
            case EngineState.Ready _ -> state("ready", "", List.of());
            case EngineState.Restarting(String reason, List<String> lastStderr, int _) ->
                state("restarting", reason, lastStderr);
            case EngineState.Broken(String reason, List<String> lastStderr) -> state("broken", reason, lastStderr);
            case EngineState.Stopped _ -> state("stopped", "", List.of());
        };
    }

    private static String state(String name, String reason, List<String> lastStderr) {
        StringBuilder json = new StringBuilder("{\"state\":\"").append(name).append('"');
        if (!reason.isEmpty()) {
            json.append(",\"reason\":");
            JsonText.appendQuoted(json, reason);
            json.append(",\"last_lines\":[");
            for (int i = 0; i < lastStderr.size(); i++) {
                if (i > 0) {
                    json.append(',');
                }
                JsonText.appendQuoted(json, lastStderr.get(i));
            }
            json.append(']');
        }
        return json.append('}').toString();
    }
}
