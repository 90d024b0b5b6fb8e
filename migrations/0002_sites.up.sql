-- A site is a tenant: an isolated user base with its own look, mail sender and settings.
create table sites (
    id              uuid primary key,
    slug            text not null
                    constraint sites_slug_key unique
                    constraint sites_slug_check check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name            text not null,
    login_host      text constraint sites_login_host_key unique,
    domain          text not null constraint sites_domain_key unique,
    frontend_url    text not null,
    email_from      text not null,
    email_from_name text not null,
    theme           text not null default 'default',
    locale          text not null default 'en',
    settings        jsonb not null default '{}',
    status          text not null default 'active' check (status in ('active', 'disabled')),
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);
grant select, insert, update, delete on sites to vestibule_platform;

-- Instances keep sites in memory; this tells them to look again.
create function sites_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('sites_changed', coalesce(new.id, old.id)::text);
    return null;
end
$$;
create trigger sites_changed after insert or update or delete on sites
    for each row execute function sites_changed();
