/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* Process ids as the reader of an iterator knows them. Included after the libbpf headers. */
#pragma once

#define MAX_PID_NS_LEVEL 32

/* Set by the loader before the programs are loaded. */
const volatile struct {
	/* The inode of the reader's PID namespace, as of /proc/self/ns/pid. */
	__u32 pid_namespace;
	/* 1 when that is the initial one: pids need no translation then. */
	__u32 initial;
} config = {};

/* The id of a process in the reader's namespace; 0 when it is not visible there. */
static __always_inline int id_of(struct task_struct *leader)
{
	if (config.initial)
		return leader->pid;
	struct pid *pid = leader->thread_pid;
	if (!pid)
		return 0;
	unsigned int level = pid->level;
	for (unsigned int i = 0; i < MAX_PID_NS_LEVEL; i++) {
		if (i > level)
			break;
		struct upid number = {};
		bpf_core_read(&number.nr, sizeof number.nr, &pid->numbers[i].nr);
		bpf_core_read(&number.ns, sizeof number.ns, &pid->numbers[i].ns);
		if (BPF_CORE_READ(number.ns, ns.inum) == config.pid_namespace)
			return number.nr;
	}
	return 0;
}
