/// Who may do what on this host: the root-owned policy, read by the agent alone.
///
/// Owns the line format, the checks of the file, the built-in default and what is protected
/// whatever a file says. A policy in force is immutable and published through one reference; it is
/// loaded anew when its file changes, and anything wrong with the file means look only. Never acts
/// and never asks the server.
@NullMarked
package dev.procdeck.agent.policy;

import org.jspecify.annotations.NullMarked;
