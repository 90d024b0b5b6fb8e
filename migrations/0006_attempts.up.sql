-- Limits: how often something was tried in the running window, per account or client address (`key`, hashed).
-- Counted in a transaction of its own, before the try, so that a rollback or a restart forgets nothing.
create table attempts (
    site_id     uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    limit_name  text not null,
    key         bytea not null,
    count       integer not null,
    window_ends timestamptz not null,
    primary key (site_id, limit_name, key)
);
create index attempts_window_ends on attempts (window_ends);
alter table attempts enable row level security;
alter table attempts force row level security;
create policy site on attempts to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on attempts to vestibule_platform using (true);
grant select, insert, update, delete on attempts to vestibule_site;
grant select, update, delete on attempts to vestibule_platform;
