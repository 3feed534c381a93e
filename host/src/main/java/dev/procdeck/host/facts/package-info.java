/// What this host is: distribution, kernel, processors, memory, virtualisation, addresses, people
/// logged in.
///
/// Read on request and never stored. Never leaks the machine id. Readers are stateless and may be
/// used from any thread.
@NullMarked
package dev.procdeck.host.facts;

import org.jspecify.annotations.NullMarked;
