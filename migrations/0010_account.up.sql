-- What people run on their own account: a profile, a change of address, deletion, the browsers they are known by.
alter table users
    add column username  text check (username = lower(username)),
    add column time_zone text,
    -- The account goes for good at this time, unless its owner logs in before.
    add column delete_at timestamptz,
    add constraint users_username_key unique (site_id, username);
create index users_delete_at on users (delete_at) where delete_at is not null;
create policy platform on users to vestibule_platform using (delete_at is not null);
grant select (site_id, id, email, delete_at), delete on users to vestibule_platform;

alter table signups add column username text check (username = lower(username));

-- When the password was last given. What is older than this column counts as long ago.
alter table sessions add column authenticated_at timestamptz not null default 'epoch';

-- A link to a new address. It has no code.
alter table tokens
    drop constraint tokens_purpose_check,
    add constraint tokens_purpose_check check (purpose in ('reset', 'email_change')),
    alter column code_hash drop not null,
    alter column code_expires_at drop not null;

-- What the letter to an account's old address lets its reader do: have the account back. One for each change that was asked
-- for, because whoever took an account over may change its address more than once.
create table email_undos (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid,
    link_hash  bytea not null,
    user_id    uuid not null,
    email      text not null,
    asked_at   timestamptz not null,
    expires_at timestamptz not null,
    primary key (site_id, link_hash),
    foreign key (site_id, user_id) references users (site_id, id) on delete cascade
);
create index email_undos_user_id on email_undos (site_id, user_id);
create index email_undos_expires_at on email_undos (expires_at);
alter table email_undos enable row level security;
alter table email_undos force row level security;
create policy site on email_undos to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on email_undos to vestibule_platform using (true);
grant select, insert, update, delete on email_undos to vestibule_site;
grant select, update, delete on email_undos to vestibule_platform;

-- The browsers that an account was logged in from, by a secret that each keeps longer than a login.
create table known_devices (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid,
    user_id    uuid not null,
    token_hash bytea not null,
    seen_at    timestamptz not null,
    primary key (site_id, user_id, token_hash),
    foreign key (site_id, user_id) references users (site_id, id) on delete cascade
);
create index known_devices_seen_at on known_devices (seen_at);
alter table known_devices enable row level security;
alter table known_devices force row level security;
create policy site on known_devices to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on known_devices to vestibule_platform using (true);
grant select, insert, update, delete on known_devices to vestibule_site;
grant select, update, delete on known_devices to vestibule_platform;

-- Who did it, to what besides the account, whether it came off, and what only this kind of event has to tell.
alter table events
    add column actor    text not null default 'person' check (actor in ('person', 'admin', 'operator', 'system')),
    add column actor_id uuid,
    add column target   uuid,
    add column result   text not null default 'done' check (result in ('done', 'refused')),
    add column details  jsonb,
    alter column address drop not null;
grant insert on events to vestibule_platform;

-- Some limits do not count tries in a window but make each one wait longer than the last.
alter table attempts add column locked_until timestamptz;
