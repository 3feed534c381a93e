/// The service managers of this host behind one face, and their outcomes in the protocol's words.
///
/// Owns which managers there are and which of them a name belongs to. Decides no rights.
/// Thread-safe.
@NullMarked
package dev.procdeck.agent.services;

import org.jspecify.annotations.NullMarked;
