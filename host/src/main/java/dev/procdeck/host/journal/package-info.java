/// The log lines of units, from systemd's journal.
///
/// The journal's files are read by `journalctl`, by absolute path, with a fixed argument vector and
/// in its export format, which carries any bytes: a bounded run per question, and one shared
/// follower for all who watch live, however many they are (docs/adr says why not in-process).
/// Messages stay bytes. Never starts more than a few programs at once and never waits for one
/// without a deadline.
@NullMarked
package dev.procdeck.host.journal;

import org.jspecify.annotations.NullMarked;
