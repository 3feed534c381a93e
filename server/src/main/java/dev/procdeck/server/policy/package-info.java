/// `/api/v1/policy`: the policy in force and what the one who asks may do under it. Shown, never
/// written.
@NullMarked
package dev.procdeck.server.policy;

import org.jspecify.annotations.NullMarked;
