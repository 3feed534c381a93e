/// What runs by itself on this host and when: crontabs, run-parts directories, anacron, systemd
/// timers.
///
/// Read on request. Looks only: never runs or edits anything. Readers are stateless and may be used
/// from any thread.
@NullMarked
package dev.procdeck.host.schedule;

import org.jspecify.annotations.NullMarked;
