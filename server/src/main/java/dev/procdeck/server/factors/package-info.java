/// Second factors: codes of an authenticator app, recovery codes and passkeys. It keeps them and
/// judges proofs; what a proof is worth to a session is the `session` package's business.
///
/// A seed is encrypted with a key file beside the database, so a copy of the database alone gives
/// no codes. Thread-safe throughout.
@NullMarked
package dev.procdeck.server.factors;

import org.jspecify.annotations.NullMarked;
