package dev.gantry.server.metering;

/// One try at one deployment, as the receipt shows it. Immutable.
///
/// @param outcome one of the constants, or else the kind of the upstream's failure
/// @param status the upstream's HTTP status, 0 when it gave none
/// @param millis from the start of the attempt to its outcome
public record Attempt(String provider, String upstreamModel, String outcome, int status, long millis) {
    public static final String ANSWERED = "answered";
    /// The client hung up first.
    public static final String CLIENT_GONE = "client_gone";
    /// The server stopped first.
    public static final String CUT = "cut";

    /// Whether the upstream is to blame for an answer that was not had.
    boolean isUpstreamFailure() {
        return !outcome.equals(ANSWERED) && !outcome.equals(CLIENT_GONE) && !outcome.equals(CUT);
    }
}
