/// Custom commands, held against a real supervisord.
@NullMarked
package dev.procdeck.e2e.commands;

import org.jspecify.annotations.NullMarked;
