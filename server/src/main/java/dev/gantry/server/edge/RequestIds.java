package dev.gantry.server.edge;

import java.util.SplittableRandom;

/// Makes ids of requests: unguessable enough to never meet by chance, no secret. Confined to its event loop.
final class RequestIds {
    private static final char[] BASE_62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int LENGTH = 24;

    private final SplittableRandom random;

    RequestIds(SplittableRandom random) {
        this.random = random;
    }

    String next() {
        char[] id = new char[4 + LENGTH];
        id[0] = 'r';
        id[1] = 'e';
        id[2] = 'q';
        id[3] = '_';
        for (int i = 0; i < LENGTH; i++) {
            id[4 + i] = BASE_62[random.nextInt(BASE_62.length)];
        }
        return new String(id);
    }
}
