/// Start scripts of /etc/init.d, where no service manager rules them.
///
/// A script's word is never taken for the truth: many answer 0 to everything. State comes from the
/// processes that its pid file or its program points to; of a script that names neither it is said
/// that it is not known. Scripts run without a shell line of ours, with an environment of ours, in
/// a session of their own, with closed input and a deadline.
@NullMarked
package dev.procdeck.host.sysv;

import org.jspecify.annotations.NullMarked;
