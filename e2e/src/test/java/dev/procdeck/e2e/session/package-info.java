/// Signing in to the packaged program from outside: floods, and reverse proxies in front of it.
@NullMarked
package dev.procdeck.e2e.session;

import org.jspecify.annotations.NullMarked;
