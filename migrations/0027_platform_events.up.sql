-- What happened to the portal as a whole: sites came, changed and went, somebody was the operator or tried to be. It outlives
-- the site that an entry is about, so it names the site (`site`, `slug`) and refers to nothing.
-- Append-only: the platform may add and read, a site's transaction may add what is about that very site and read nothing, nobody
-- may change anything. Only what is older than a year can be deleted, and that by Postgres's own clock.
create table platform_events (
    id       uuid primary key,
    at       timestamptz not null,
    actor    text not null check (actor in ('person', 'admin', 'operator', 'system')),
    actor_id uuid,
    action   text not null,
    result   text not null check (result in ('done', 'refused')),
    site     uuid,
    slug     text,
    address  inet,
    agent    text not null,
    details  jsonb
);
create index platform_events_at on platform_events (at desc, id desc);
create index platform_events_site on platform_events (site, at desc, id desc) where site is not null;
create index platform_events_action on platform_events (action, at desc, id desc);
create index platform_events_address on platform_events (address, at desc, id desc);
alter table platform_events enable row level security;
alter table platform_events force row level security;
create policy site on platform_events for insert to vestibule_site
    with check (site = current_setting('vestibule.site_id')::uuid);
create policy platform_reads on platform_events for select to vestibule_platform using (true);
create policy platform_adds on platform_events for insert to vestibule_platform with check (true);
create policy platform_sweeps on platform_events for delete to vestibule_platform using (at < now() - interval '365 days');
grant insert on platform_events to vestibule_site;
grant select, insert, delete on platform_events to vestibule_platform;
