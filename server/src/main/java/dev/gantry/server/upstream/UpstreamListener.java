package dev.gantry.server.upstream;

/// Hears how one call goes: one head, any number of body parts, then exactly one of end and failure; after a
/// {@link UpstreamCall#cancel()} nothing more. Called on the event loop that made the call.
public interface UpstreamListener {
    void head(UpstreamHead head);

    /// A part of the body, valid only during the call.
    void body(byte[] bytes, int from, int to);

    /// The body is complete as HTTP sees it; whether the answer is, its own syntax must tell.
    void end();

    void failed(TransportFailure failure);
}
