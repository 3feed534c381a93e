-- One row that whoever adds to the chain updates first: its lock orders the writers until they commit.
create table audit_lock (
    id integer primary key,
    taken bigint not null
);
insert into audit_lock (id, taken) values (1, 0);
