/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * What both programs that list processes write, and how they fill it. Fields are in the kernel's own units;
 * TaskRecord.java decodes them and its test holds the two layouts equal. Included after memory.h and namespace.h.
 */
#pragma once

#define PF_KTHREAD 0x00200000

enum { THREAD = 0, LEADER = 1 };

/* What is added up over the threads of a process. */
struct thread_record {
	__u32 kind;
	__s32 pid;
	__u64 run_time;
	__u64 user_time;
	__u64 system_time;
	__u64 minor_faults;
	__u64 major_faults;
	__u64 read_call_bytes;
	__u64 written_call_bytes;
	__u64 read_bytes;
	__u64 written_bytes;
	__u64 cancelled_bytes;
	__u64 run_delay;
	__u64 switches;
};

struct leader_record {
	struct thread_record sum;
	__u64 start;
	__u64 virtual_pages;
	__u64 resident_pages;
	__u64 start_code;
	__u64 start_stack;
	__u64 cgroup;
	__s32 parent;
	__u32 uid;
	__u32 state;
	__u32 flags;
	__s32 prio;
	__s32 static_prio;
	__u32 threads;
	__u32 io_known;
	char comm[16];
};

static __always_inline __u32 state_of(struct task_struct *task)
{
	if (bpf_core_field_exists(task->__state))
		return task->__state | task->exit_state;
	struct task_struct___before_5_14 *old = (void *)task;
	return BPF_CORE_READ(old, state) | task->exit_state;
}

static __always_inline void fill_thread(struct thread_record *r, struct task_struct *task)
{
	r->run_time = task->se.sum_exec_runtime;
	r->user_time = task->utime;
	r->system_time = task->stime;
	r->minor_faults = task->min_flt;
	r->major_faults = task->maj_flt;
	r->switches = task->nvcsw + task->nivcsw;
	if (bpf_core_field_exists(task->sched_info.run_delay))
		r->run_delay = task->sched_info.run_delay;
	if (bpf_core_field_exists(task->ioac.read_bytes)) {
		r->read_call_bytes = task->ioac.rchar;
		r->written_call_bytes = task->ioac.wchar;
		r->read_bytes = task->ioac.read_bytes;
		r->written_bytes = task->ioac.write_bytes;
		r->cancelled_bytes = task->ioac.cancelled_write_bytes;
	}
}

/* Adds what ended threads left behind. */
static __always_inline void add_ended(struct thread_record *r, struct signal_struct *ended)
{
	r->run_time += ended->sum_sched_runtime;
	r->user_time += ended->utime;
	r->system_time += ended->stime;
	r->minor_faults += ended->min_flt;
	r->major_faults += ended->maj_flt;
	r->switches += ended->nvcsw + ended->nivcsw;
	if (bpf_core_field_exists(ended->ioac.read_bytes)) {
		r->read_call_bytes += ended->ioac.rchar;
		r->written_call_bytes += ended->ioac.wchar;
		r->read_bytes += ended->ioac.read_bytes;
		r->written_bytes += ended->ioac.write_bytes;
		r->cancelled_bytes += ended->ioac.cancelled_write_bytes;
	}
}

static __always_inline void fill_leader(struct leader_record *r, struct task_struct *task)
{
	struct signal_struct *signal = task->signal;
	struct task_struct *parent = task->real_parent;
	struct mm_struct *mm = task->mm;

	add_ended(&r->sum, signal);
	r->threads = signal->nr_threads;
	r->start = task->start_boottime;
	r->uid = task->real_cred->euid.val;
	r->state = state_of(task);
	r->flags = task->flags;
	r->prio = task->prio;
	r->static_prio = task->static_prio;
	r->io_known = bpf_core_field_exists(task->ioac.read_bytes);
	if (parent)
		r->parent = id_of(parent->group_leader);
	struct css_set *groups = task->cgroups;
	if (groups)
		r->cgroup = groups->dfl_cgrp->kn->id;
	/* Some kernel threads borrow the memory of a process. */
	if (mm && !(task->flags & PF_KTHREAD)) {
		r->virtual_pages = mm->total_vm;
		r->resident_pages = resident_pages(mm);
		r->start_code = mm->start_code;
		r->start_stack = mm->start_stack;
	}
	__builtin_memcpy(r->comm, task->comm, sizeof r->comm);
}
