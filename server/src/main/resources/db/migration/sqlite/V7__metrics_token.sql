create table metrics_token (
    id integer primary key autoincrement,
    name text not null unique,
    token_hash text not null unique,
    created_at integer not null
);
