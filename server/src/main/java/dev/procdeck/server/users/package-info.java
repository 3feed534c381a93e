/// Accounts: who exists, their roles and passwords, and the rules that keep at least one
/// administrator able to act.
@NullMarked
package dev.procdeck.server.users;

import org.jspecify.annotations.NullMarked;
