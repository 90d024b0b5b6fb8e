-- What happened, for people to look up: who did what, from where, and whether it came off. Never a secret.
-- Append-only: a site's transactions may read and add, nothing more. No foreign keys: history outlives what it is about,
-- and each login would have to lock the site's row.
create table events (
    site_id uuid not null default current_setting('vestibule.site_id')::uuid,
    id      uuid not null,
    at      timestamptz not null,
    user_id uuid,
    action  text not null,
    address inet not null,
    agent   text not null,
    primary key (site_id, id)
);
create index events_user_id on events (site_id, user_id, id desc);
create index events_at on events (at);
alter table events enable row level security;
alter table events force row level security;
create policy site on events to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on events to vestibule_platform using (true);
grant select, insert on events to vestibule_site;
grant select, update, delete on events to vestibule_platform;
