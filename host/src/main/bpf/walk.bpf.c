/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * Every process of the reader's PID namespace as one record of tasks.h, its threads added up, written into memory
 * that the reader has mapped: no seq_file, no copy, no search for the next pid. Needs the task iterator for
 * programs of Linux 6.7; before that tasks.bpf.c does the same at four times the price.
 */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "memory.h"
#include "namespace.h"
#include "tasks.h"

char LICENSE[] SEC("license") = "GPL";

/* BPF_TASK_ITER_ALL_THREADS: the leader of a process, then its other threads, then the next process. */
#define ALL_THREADS 1

struct bpf_iter_task {
	__u64 opaque[3];
};

extern int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned int flags) __ksym;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) __ksym;
extern void bpf_iter_task_destroy(struct bpf_iter_task *it) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

/* Two halves, so that the reader can compare this pass with the one before. The loader sets the size. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, 1024 /* BPF_F_MMAPABLE */);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct leader_record);
} records SEC(".maps");

/* What the reader passes to a pass. */
struct pass {
	/* Where the half begins, and how many records fit in it. */
	__u32 first;
	__u32 capacity;
};

static __always_inline void add_thread(struct thread_record *sum, struct task_struct *task)
{
	struct thread_record r = {};
	fill_thread(&r, task);
	sum->run_time += r.run_time;
	sum->user_time += r.user_time;
	sum->system_time += r.system_time;
	sum->minor_faults += r.minor_faults;
	sum->major_faults += r.major_faults;
	sum->read_call_bytes += r.read_call_bytes;
	sum->written_call_bytes += r.written_call_bytes;
	sum->read_bytes += r.read_bytes;
	sum->written_bytes += r.written_bytes;
	sum->cancelled_bytes += r.cancelled_bytes;
	sum->run_delay += r.run_delay;
	sum->switches += r.switches;
}

/* The answer is the number of processes, also of those that did not fit. */
SEC("syscall")
int walk_tasks(struct pass *pass)
{
	struct bpf_iter_task it;
	struct task_struct *task;
	__u32 first = pass->first, capacity = pass->capacity, found = 0;
	int process = -1;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, NULL, ALL_THREADS);
	while ((task = bpf_iter_task_next(&it))) {
		if (task->pid != task->tgid) {
			/* Of a process that is shown and fitted. */
			if (task->tgid != process)
				continue;
			__u32 at = first + found - 1;
			struct leader_record *r = bpf_map_lookup_elem(&records, &at);
			if (r)
				add_thread(&r->sum, task);
			continue;
		}
		process = -1;
		int pid = id_of(task);
		if (!pid)
			continue;
		__u32 at = first + found;
		if (++found > capacity)
			continue;
		struct leader_record *r = bpf_map_lookup_elem(&records, &at);
		if (!r)
			continue;
		process = task->tgid;
		/* Not every field is written each time, and another process was here before. */
		__builtin_memset(r, 0, sizeof *r);
		r->sum.kind = LEADER;
		r->sum.pid = pid;
		fill_thread(&r->sum, task);
		fill_leader(r, task);
	}
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return found;
}
