-- One-time codes with which people choose their own password: an invitation, or a reset. One of each account at most.
create table account_ticket (
    id integer primary key autoincrement,
    user_name text not null unique references app_user (user_name),
    code_hash text not null unique,
    made_by text not null,
    expires_at integer not null
);
