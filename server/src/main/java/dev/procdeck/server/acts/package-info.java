/// The one gateway through which everything that changes the host goes.
///
/// The order is the contract: right, step-up, intent into the database, agent, outcome into the
/// database. Every refusal is a row too. An act whose answer was lost is never sent again: the
/// agent's journal is asked how it ended, and where nobody knows the record says unknown. Knows no
/// HTTP but the problems it throws.
@NullMarked
package dev.procdeck.server.acts;

import org.jspecify.annotations.NullMarked;
