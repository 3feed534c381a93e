-- Times are milliseconds since 1970 (UTC).
create table app_user (
    id integer primary key autoincrement,
    user_name text not null unique,
    user_key text not null unique, -- lower-case form, so that Ann and ann are one name
    role text not null check (role in ('viewer', 'operator', 'admin')),
    password_hash text,
    disabled integer not null default 0,
    reserved integer not null default 0, -- rows that stand for nobody who can sign in
    created_at integer not null,
    last_sign_in_at integer,
    password_changed_at integer,
    language text
);

-- Owners of log rows that no account caused: a sign-in under an unknown name, and the program itself.
insert into app_user (user_name, user_key, role, disabled, reserved, created_at)
values ('anonymous', 'anonymous', 'viewer', 1, 1, 0),
       ('system', 'system', 'viewer', 1, 1, 0);

create table user_session (
    id integer primary key autoincrement,
    public_id text not null unique,
    token_hash text not null unique,
    user_name text not null references app_user (user_name),
    created_at integer not null,
    last_seen_at integer not null,
    factor_at integer not null,
    remote_address text not null,
    user_agent text not null
);
create index user_session_user on user_session (user_name);

create table known_device (
    id integer primary key autoincrement,
    token_hash text not null unique,
    user_name text not null references app_user (user_name),
    last_used_at integer not null
);
create index known_device_user on known_device (user_name);

create table sign_in_throttle (
    id integer primary key autoincrement,
    subject text not null unique,
    failures integer not null,
    last_failure_at integer not null
);

create table operation_log (
    id integer primary key autoincrement,
    log_time integer not null,
    end_time integer,
    log_type text not null check (log_type in ('service', 'signal', 'priority', 'command', 'account', 'session')),
    operation text not null,
    ret_status text not null check (ret_status in ('pending', 'succeeded', 'failed', 'refused', 'unknown')),
    user_name text not null references app_user (user_name),
    role text not null,
    remote_address text not null,
    target text not null,
    target_kind text not null,
    detail text not null,
    outcome text,
    before_state text,
    after_state text,
    mode text,
    duration_millis integer,
    request_id text not null,
    idempotency_key text,
    request_hash text,
    search_text text not null
);
create index operation_log_user on operation_log (user_name, id);
create index operation_log_type on operation_log (log_type, id);
create index operation_log_status on operation_log (ret_status, id);
create index operation_log_time on operation_log (log_time);
create unique index operation_log_key on operation_log (user_name, idempotency_key) where idempotency_key is not null;

create table operation_seen (
    id integer primary key autoincrement,
    user_name text not null unique references app_user (user_name),
    up_to_id integer not null
);

-- The evidence: rows are only ever added, each one carries the hash of the one before.
create table audit_entry (
    seq integer primary key,
    operation_id integer not null references operation_log (id),
    kind text not null check (kind in ('intent', 'outcome')),
    body text not null,
    previous_hash text not null,
    hash text not null unique
);
create index audit_entry_operation on audit_entry (operation_id);
create trigger audit_entry_no_update before update on audit_entry begin select raise(abort, 'audit entries are never changed'); end;
create trigger audit_entry_no_delete before delete on audit_entry begin select raise(abort, 'audit entries are never deleted'); end;
