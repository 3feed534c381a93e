/// Who may do what: the one role table, the filter chain, the gate of each route, step-up and CSRF.
///
/// Deny by default twice: the filter chain ends in `denyAll`, and a controller method without a
/// [Gate] is refused.
@NullMarked
package dev.procdeck.server.security;

import org.jspecify.annotations.NullMarked;
