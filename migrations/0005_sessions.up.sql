-- The login itself. The cookie's session (browser_sessions) only refers to it, because that one is an opaque blob
-- that cannot be listed or ended by user.
create table sessions (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid,
    id         uuid not null,
    user_id    uuid not null,
    token_hash bytea not null,
    auth_epoch integer not null,
    remember   boolean not null,
    address    inet not null,
    agent      text not null,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    idle_until timestamptz not null,
    expires_at timestamptz not null,
    primary key (site_id, id),
    foreign key (site_id, user_id) references users (site_id, id) on delete cascade
);
create unique index sessions_token_hash on sessions (site_id, token_hash);
create index sessions_user_id on sessions (site_id, user_id);
create index sessions_expires_at on sessions (expires_at);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy site on sessions to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on sessions to vestibule_platform using (true);
grant select, insert, update, delete on sessions to vestibule_site;
grant select, update, delete on sessions to vestibule_platform;

-- What a browser carries between pages (tower-sessions): the reference to the login, a pending signup, a notice.
-- `id` is the hash of the id in the cookie.
create table browser_sessions (
    id          text primary key,
    data        bytea not null,
    expiry_date timestamptz not null
);
create index browser_sessions_expiry_date on browser_sessions (expiry_date);
grant select, update, delete on browser_sessions to vestibule_platform;
