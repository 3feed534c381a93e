-- How each session was proved: words of the factors, with a blank between them.
alter table user_session add column factors text not null default 'password';

create table totp_factor (
    id integer primary key autoincrement,
    user_name text not null unique references app_user (user_name),
    seed text not null, -- encrypted with the key file of the server's data directory
    last_step integer not null, -- the 30 s step of the last code that was taken: no code is taken twice
    created_at integer not null
);

create table recovery_code (
    id integer primary key autoincrement,
    user_name text not null references app_user (user_name),
    code_hash text not null,
    used_at integer,
    unique (user_name, code_hash)
);

create table passkey (
    id integer primary key autoincrement,
    public_id text not null unique,
    user_name text not null references app_user (user_name),
    name text not null,
    rp_id text not null, -- the host name it was made under and works under
    credential_id text not null unique,
    credential_data text not null,
    sign_count integer not null,
    created_at integer not null,
    last_used_at integer
);
create index passkey_user on passkey (user_name);
