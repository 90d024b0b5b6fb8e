-- A protected site is not deleted by a slip: the protection has to be taken off first.
alter table sites add column protected boolean not null default false;

-- Limits for what concerns no site: how often a wrong master key came from a client address (`key`, hashed).
create table platform_attempts (
    limit_name  text not null,
    key         bytea not null,
    count       integer not null,
    window_ends timestamptz not null,
    primary key (limit_name, key)
);
create index platform_attempts_window_ends on platform_attempts (window_ends);
grant select, insert, update, delete on platform_attempts to vestibule_platform;
