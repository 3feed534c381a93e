/// `/api/v1/schedule`: scheduled tasks from crontabs and timers.
@NullMarked
package dev.procdeck.server.schedule;

import org.jspecify.annotations.NullMarked;
