-- What makes a row evidence: which boot, when by its monotonic clock, and how the person had proved who they are.
alter table operation_log add column boot_id text;
alter table operation_log add column monotonic_nanos integer;
alter table operation_log add column factors text;

-- What was deleted from the beginning of the chain, whole segments at a time: the next entry follows last_hash.
create table audit_tombstone (
    id integer primary key autoincrement,
    first_seq integer not null,
    last_seq integer not null unique,
    last_hash text not null,
    operations integer not null,
    removed_at integer not null
);
create trigger audit_tombstone_no_update before update on audit_tombstone begin select raise(abort, 'tombstones are never changed'); end;
create trigger audit_tombstone_no_delete before delete on audit_tombstone begin select raise(abort, 'tombstones are never deleted'); end;

-- The same table with one more kind of entry: what was seen of an operation after its outcome had been given up.
create table audit_entry_new (
    seq integer primary key,
    operation_id integer not null references operation_log (id),
    kind text not null check (kind in ('intent', 'outcome', 'late_outcome')),
    body text not null,
    previous_hash text not null,
    hash text not null unique
);
insert into audit_entry_new select seq, operation_id, kind, body, previous_hash, hash from audit_entry order by seq;
drop table audit_entry;
alter table audit_entry_new rename to audit_entry;
create index audit_entry_operation on audit_entry (operation_id);
create trigger audit_entry_no_update before update on audit_entry begin select raise(abort, 'audit entries are never changed'); end;
create trigger audit_entry_no_delete before delete on audit_entry
when old.seq > coalesce((select max(last_seq) from audit_tombstone), 0)
begin select raise(abort, 'audit entries are never deleted'); end;
