/// systemd over D-Bus: the list of units kept from one listing and then from signals, acts judged
/// by what the unit does afterwards, timers, and transient units as cages for commands.
///
/// Messages are sent raw through dbus-java, without proxies: so each call has its own deadline, the
/// name of a D-Bus error is kept, and no class is made at run time. Threads: dbus-java's reader and
/// signal thread (which only hands on), and one "systemd-watch" thread that alone changes the table
/// of units; everybody else reads its published snapshot. Never starts a program.
@NullMarked
package dev.procdeck.host.systemd;

import org.jspecify.annotations.NullMarked;
