/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * Every open socket of every process of the reader's PID namespace, with its holder, written into memory
 * that the reader has mapped. Needs the task iterator for programs of Linux 6.7; sockets.bpf.c is for kernels before.
 *
 * Nothing is locked: a descriptor table may change under the walk. Tables and files are freed by RCU, which is held, and
 * what was read counts only when the pointers that led there are still the same afterwards.
 */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "namespace.h"
#include "owners.h"

char LICENSE[] SEC("license") = "GPL";

/* BPF_TASK_ITER_ALL_THREADS */
#define ALL_THREADS 1
/* The largest fs.nr_open that the walk follows; the iterator's int must hold it. */
#define MOST_FILES (1 << 30)

struct bpf_iter_task {
	__u64 opaque[3];
};

struct bpf_iter_num {
	__u64 opaque[1];
} __attribute__((aligned(8)));

extern int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned int flags) __ksym;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) __ksym;
extern void bpf_iter_task_destroy(struct bpf_iter_task *it) __ksym;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym;

#define AS(type, address) ((type *)bpf_rdonly_cast((const void *)(address), bpf_core_type_id_kernel(type)))

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, 1024 /* BPF_F_MMAPABLE */);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct owner_record);
} records SEC(".maps");

/* What the reader passes to a pass. */
struct pass {
	/* Where the half begins, and how many records fit in it. */
	__u32 first;
	__u32 capacity;
};

/*
 * The inode of the socket behind a file, 0 when it is none. Whether it is one shows in the file alone, since a socket lies
 * just before its inode: reading the socket, too, would cost a second look at cold memory. Sockets of all families are
 * given; those that the tables of TCP and UDP do not name are never asked for.
 */
static __always_inline __u64 socket_inode(struct file *file)
{
	struct inode *inode = file->f_inode;
	__u64 socket = (__u64)file->private_data;
	__u64 distance = bpf_core_field_offset(struct socket_alloc, vfs_inode) -
			 bpf_core_field_offset(struct socket_alloc, socket);
	return socket && socket + distance == (__u64)inode ? inode->i_ino : 0;
}

/* The answer is the number of holdings, also of those that did not fit. */
SEC("syscall")
int walk_owners(struct pass *pass)
{
	struct bpf_iter_task it;
	struct task_struct *task;
	__u32 first = pass->first, capacity = pass->capacity, found = 0;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, NULL, ALL_THREADS);
	while ((task = bpf_iter_task_next(&it))) {
		struct task_struct *leader = task->group_leader;
		struct files_struct *files = task->files;
		if (!files || (task->pid != task->tgid && files == leader->files))
			continue;
		int pid = id_of(leader);
		if (!pid)
			continue;
		struct fdtable *table = files->fdt;
		unsigned int most = table->max_fds;
		__u64 slots = (__u64)table->fd;
		__u32 before = found;
		struct bpf_iter_num numbers;
		int *number;
		bpf_iter_num_new(&numbers, 0, most < MOST_FILES ? most : MOST_FILES);
		while ((number = bpf_iter_num_next(&numbers))) {
			__u32 fd = *number;
			__u64 slot = slots + fd * 8ULL;
			__u64 held = (__u64)AS(struct list_head, slot)->next;
			if (!held)
				continue;
			__u64 inode = socket_inode(AS(struct file, held));
			if (!inode || (__u64)AS(struct list_head, slot)->next != held)
				continue;
			__u32 at = first + found;
			if (++found > capacity)
				continue;
			struct owner_record *r = bpf_map_lookup_elem(&records, &at);
			if (!r)
				continue;
			r->inode = inode;
			r->start = leader->start_boottime;
			r->pid = pid;
			r->fd = fd;
			__builtin_memcpy(r->comm, leader->comm, sizeof r->comm);
		}
		bpf_iter_num_destroy(&numbers);
		/* It ended or ran another program meanwhile: its table may be another's now. */
		if (task->files != files)
			found = before;
	}
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return found;
}
