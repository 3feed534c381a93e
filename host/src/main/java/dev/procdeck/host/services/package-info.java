/// Services and what can be done to them, whichever manager rules them.
///
/// Owns the one interface [dev.procdeck.host.services.ServiceManager], the records it answers with
/// and the sealed set of outcomes. Nothing here speaks to a manager: `systemd`, `sysv` and
/// `supervisord` do. Outcomes carry typed facts (codes, names, numbers), never sentences made for
/// people, so that the page can say them in any language. Every value here is immutable.
@NullMarked
package dev.procdeck.host.services;

import org.jspecify.annotations.NullMarked;
