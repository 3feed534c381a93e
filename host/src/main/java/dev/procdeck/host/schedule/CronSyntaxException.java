package dev.procdeck.host.schedule;

/// A crontab line that cron rejects; the message is cron's own, as `bad minute`.
final class CronSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    CronSyntaxException(String message) {
        super(message);
    }
}
