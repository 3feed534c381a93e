package dev.procdeck.protocol.connection;

/// One message as it crosses the socket, its body still encoded. The array is never changed.
///
/// @param id which request it is or answers; 0 for greetings and live frames
@SuppressWarnings("ArrayRecordComponent")
public record Frame(Kind kind, long id, byte[] body) {
    /// What a frame carries.
    public enum Kind {
        HELLO(4 * 1024),
        REQUEST(64 * 1024),
        ANSWER(128 * 1024 * 1024),
        LIVE(128 * 1024 * 1024);

        private final int maxBodyBytes;

        Kind(int maxBodyBytes) {
            this.maxBodyBytes = maxBodyBytes;
        }

        /// The longest body, all its chunks together.
        public int maxBodyBytes() {
            return maxBodyBytes;
        }

        boolean hasId() {
            return this == REQUEST || this == ANSWER;
        }
    }
}
