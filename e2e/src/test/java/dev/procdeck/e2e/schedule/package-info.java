/// Scheduled tasks, held against cron's files and systemd's timers.
@NullMarked
package dev.procdeck.e2e.schedule;

import org.jspecify.annotations.NullMarked;
