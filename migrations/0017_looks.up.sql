-- What a site says of its own look, laid over the theme it chose. Version 0 is the draft; from 1 on is what was published, and
-- the highest of them counts. Nothing that was published is ever changed: going back publishes an old one once more.
create table looks (
    site_id       uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    version       integer not null check (version >= 0),
    look          jsonb not null,
    actor         text not null,
    actor_id      uuid,
    restored_from integer,
    at            timestamptz not null,
    primary key (site_id, version)
);
alter table looks enable row level security;
alter table looks force row level security;
create policy site on looks to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on looks to vestibule_platform using (true);
grant select, insert, update, delete on looks to vestibule_site;
-- Looks are kept in memory with their sites.
grant select on looks to vestibule_platform;

-- Style sheets and pictures under the fingerprint of their content, so that an address means the same for ever: on every
-- instance, and for pages that were made a moment before something else was published.
create table look_files (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    hash       text not null check (hash ~ '^[0-9a-f]{32}$'),
    kind       text not null check (kind in ('text/css', 'image/png', 'image/jpeg', 'image/svg+xml')),
    content    bytea not null check (octet_length(content) <= 1048576),
    width      integer not null default 0,
    height     integer not null default 0,
    created_at timestamptz not null,
    primary key (site_id, hash)
);
create index look_files_hash on look_files (hash);
alter table look_files enable row level security;
alter table look_files force row level security;
create policy site on look_files to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on look_files to vestibule_platform using (true) with check (true);
grant select, insert, delete on look_files to vestibule_site;
-- Files are served without asking whose they are; a change of a site's theme makes a new style sheet.
grant select, insert on look_files to vestibule_platform;

-- Instances keep looks in memory with their sites; a draft concerns nobody.
create function looks_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('sites_changed', coalesce(new.site_id, old.site_id)::text);
    return null;
end
$$;
create trigger looks_published after insert or update on looks
    for each row when (new.version > 0) execute function looks_changed();
create trigger looks_withdrawn after delete on looks
    for each row when (old.version > 0) execute function looks_changed();
