/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * Begin, program and end of every process of the reader's PID namespace, as records in a ring buffer. Processes, not
 * threads; no kernel threads. EventRecord.java decodes the records and its test holds the two layouts equal.
 *
 * A record says all that is known of its process at that moment, so that the loss of one costs only that one. What
 * finds no room is counted in `control.dropped`: the reader then asks the process table what it missed.
 */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include "memory.h"
#include "namespace.h"

char LICENSE[] SEC("license") = "GPL";

#define PF_KTHREAD 0x00200000
#define SIGNAL_GROUP_EXIT 0x00000004
#define ARGUMENT_BYTES 4096
#define NAME_BYTES 256

enum { FORK = 1, EXEC = 2, EXIT = 3, CGROUP = 4 };

struct event {
	__u32 kind;
	__s32 pid;
	/* Nanoseconds since boot, of the event and of the start of the process. */
	__u64 time;
	__u64 start;
	__u64 cgroup;
	__s32 parent;
	__u32 uid;
	char comm[16];
	char parent_comm[16];
};

struct exec_event {
	struct event head;
	/* How long the arguments are, and how many of them follow; fewer where memory could not be read. */
	__u32 length;
	__u32 captured;
	char arguments[ARGUMENT_BYTES];
};

struct exit_event {
	struct event head;
	/* As wait(2) tells it. */
	__s32 status;
	__u32 reserved;
	__u64 run_time;
	/* 0 where the memory was given back before this is asked: until Linux 6.16. */
	__u64 peak_pages;
};

/* A new control group. Its name rather than its path: paths begin elsewhere in another namespace. */
struct cgroup_event {
	__u32 kind;
	__u32 length;
	__u64 id;
	__u64 parent;
	char name[NAME_BYTES];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} events SEC(".maps");

/* Records of a length that is known only at run time are made here: too large for the stack. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct exec_event);
} work SEC(".maps");

/* Shared with the reader, who sees and writes it in place. */
volatile struct {
	/* Records that found no room. */
	__u64 dropped;
	/* The reader is woken when this much waits; 0 wakes it for the first record. */
	__u64 wake_bytes;
} control = {};

static __always_inline __u64 wakeup(void)
{
	if (!control.wake_bytes)
		return 0;
	return bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) >= control.wake_bytes ? BPF_RB_FORCE_WAKEUP
										    : BPF_RB_NO_WAKEUP;
}

static __always_inline void send(void *record, __u64 size)
{
	if (bpf_ringbuf_output(&events, record, size, wakeup()))
		__sync_fetch_and_add(&control.dropped, 1);
}

/* False when the process is none of the reader's. */
static __always_inline bool fill(struct event *e, __u32 kind, struct task_struct *leader)
{
	e->pid = id_of(leader);
	if (!e->pid)
		return 0;
	e->kind = kind;
	e->time = bpf_ktime_get_boot_ns();
	e->start = leader->start_boottime;
	e->cgroup = BPF_CORE_READ(leader, cgroups, dfl_cgrp, kn, id);
	e->uid = BPF_CORE_READ(leader, real_cred, euid.val);
	BPF_CORE_READ_INTO(&e->comm, leader, comm);
	struct task_struct *parent = leader->real_parent;
	e->parent = 0;
	__builtin_memset(e->parent_comm, 0, sizeof e->parent_comm);
	if (parent) {
		parent = parent->group_leader;
		e->parent = id_of(parent);
		if (e->parent)
			BPF_CORE_READ_INTO(&e->parent_comm, parent, comm);
	}
	return 1;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	if (child->pid != child->tgid || child->flags & PF_KTHREAD)
		return 0;
	struct event e = {};
	if (fill(&e, FORK, child))
		send(&e, sizeof e);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task)
{
	__u32 zero = 0;
	struct exec_event *e = bpf_map_lookup_elem(&work, &zero);
	if (!e || !fill(&e->head, EXEC, task->group_leader))
		return 0;
	struct mm_struct *mm = task->mm;
	if (!mm)
		return 0;
	unsigned long start = mm->arg_start;
	__u64 length = mm->arg_end - start;
	e->length = length > 0xffffffff ? 0xffffffff : length;
	if (length > ARGUMENT_BYTES - 1)
		length = ARGUMENT_BYTES - 1;
	length &= ARGUMENT_BYTES - 1;
	/* They were written a moment ago, so they are there: no page has to be fetched. */
	e->captured = bpf_probe_read_user(e->arguments, length, (void *)start) ? 0 : length;
	__u64 size = e->captured & (ARGUMENT_BYTES - 1);
	send(e, __builtin_offsetof(struct exec_event, arguments) + size);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	struct signal_struct *signal = task->signal;
	/* Not the last thread, or a kernel thread. */
	if (!signal || signal->live.counter != 0 || task->flags & PF_KTHREAD)
		return 0;
	struct task_struct *leader = task->group_leader;
	struct exit_event e = {};
	if (!fill(&e.head, EXIT, leader))
		return 0;
	/* The arithmetic of wait_task_zombie. */
	e.status = signal->flags & SIGNAL_GROUP_EXIT ? signal->group_exit_code : leader->exit_code;
	e.run_time = signal->sum_sched_runtime + task->se.sum_exec_runtime;
	if (leader != task)
		e.run_time += leader->se.sum_exec_runtime;
	/* Not signal->maxrss: that is also what the process was before its exec, often a large parent. */
	struct mm_struct *mm = task->mm;
	if (mm) {
		__u64 now = resident_pages(mm);
		__u64 before = mm->hiwater_rss;
		e.peak_pages = now > before ? now : before;
	}
	send(&e, sizeof e);
	return 0;
}

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(on_new_group, struct cgroup *group)
{
	if (BPF_CORE_READ(group, root, hierarchy_id) != 0)
		return 0;
	struct kernfs_node *node = group->kn;
	if (!node)
		return 0;
	struct kernfs_node *parent;
	if (bpf_core_field_exists(node->__parent)) {
		parent = BPF_CORE_READ(node, __parent);
	} else {
		struct kernfs_node___before_6_15 *old = (void *)node;
		parent = BPF_CORE_READ(old, parent);
	}
	struct cgroup_event e = {};
	e.kind = CGROUP;
	e.id = node->id;
	e.parent = BPF_CORE_READ(parent, id);
	const char *name = BPF_CORE_READ(node, name);
	long length = bpf_probe_read_kernel_str(e.name, sizeof e.name, name);
	e.length = length > 0 ? length - 1 : 0;
	send(&e, sizeof e);
	return 0;
}
