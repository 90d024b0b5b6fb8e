-- The keys that sign a site's tokens. What a key is for follows from its times and the clock, so nothing has to happen at the
-- moment of a change: published from `created_at`, signing from `active_at` until a newer one does, gone at `retires_at`, which
-- is set when a newer one is made. `generation` counts a site's keys: of several instances that make the next one at once, one
-- succeeds. `kid` is the public key's thumbprint (RFC 7638); `private_key` is encrypted with SECRET_KEY.
create table signing_keys (
    site_id     uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    kid         text not null,
    generation  integer not null,
    algorithm   text not null check (algorithm in ('EdDSA', 'ES256', 'RS256')),
    public_key  jsonb not null,
    private_key bytea not null,
    created_at  timestamptz not null,
    active_at   timestamptz not null,
    retires_at  timestamptz,
    primary key (site_id, kid),
    constraint signing_keys_generation_key unique (site_id, generation)
);
create index signing_keys_retires_at on signing_keys (retires_at);
alter table signing_keys enable row level security;
alter table signing_keys force row level security;
create policy site on signing_keys to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on signing_keys to vestibule_platform using (true);
grant select, insert, update (retires_at) on signing_keys to vestibule_site;
-- Enough to sweep; the private keys are no business of the platform's.
grant select (site_id, kid, retires_at), update (retires_at), delete on signing_keys to vestibule_platform;

-- Instances keep keys in memory; this tells them to look again.
create function signing_keys_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('signing_keys_changed', coalesce(new.site_id, old.site_id)::text);
    return null;
end
$$;
create trigger signing_keys_changed after insert or update or delete on signing_keys
    for each row execute function signing_keys_changed();
