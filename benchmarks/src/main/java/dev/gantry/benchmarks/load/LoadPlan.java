package dev.gantry.benchmarks.load;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// One piece of load, as the driver of the run orders it: words `name=value`, of which only `url` must be
/// there. Immutable.
///
/// @param url what to post to, `http` only
/// @param key the bearer key that is sent
/// @param model the model that is asked for
/// @param bodyBytes size of the request body
/// @param events how many data events each answer must have, `[DONE]` included; 0 asks for a whole answer
/// @param connections how many connections there are, and so how many requests at most at a time
/// @param duration for which requests are sent; what is under way then is still awaited
/// @param perSecond requests per second, sent when they are due; 0 sends the next when one was answered
/// @param ramp over which the connections are opened
/// @param once whether a connection sends one request only
record LoadPlan(
        URI url,
        String key,
        String model,
        int bodyBytes,
        int events,
        int connections,
        Duration duration,
        int perSecond,
        Duration ramp,
        boolean once) {
    LoadPlan {
        if (connections < 1 || perSecond < 0 || events < 0 || url.getPort() < 0) {
            throw new IllegalArgumentException("a plan needs a URL with a port, connections, and no negative number");
        }
    }

    static LoadPlan parse(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.strip().split(" +", -1)) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not name=value: " + word);
            }
            words.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return new LoadPlan(
                URI.create(words.getOrDefault("url", "")),
                words.getOrDefault("key", "none"),
                words.getOrDefault("model", "none"),
                number(words, "body-bytes", 1_024),
                number(words, "events", 0),
                number(words, "connections", 1),
                Duration.ofMillis(number(words, "millis", 1_000)),
                number(words, "per-second", 0),
                Duration.ofMillis(number(words, "ramp-millis", 0)),
                Boolean.parseBoolean(words.get("once")));
    }

    boolean stream() {
        return events > 0;
    }

    private static int number(Map<String, String> words, String name, int absent) {
        String text = words.get(name);
        return text == null ? absent : Integer.parseInt(text);
    }
}
