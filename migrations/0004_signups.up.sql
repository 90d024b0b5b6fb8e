-- A signup whose address is not proven yet. Proof turns it into a user; nothing else does.
-- A newer signup of the same address takes the row over, and with it every secret of the older one.
-- All secrets are stored hashed: `browser_hash` binds the browser that signed up, `link_hash` is the mailed link,
-- `code_hash` the mailed six digits (keyed, because six digits can be guessed from a plain hash).
create table signups (
    site_id         uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    id              uuid not null,
    email           text not null check (email = lower(email)),
    name            text,
    password_hash   text not null,
    locale          text not null,
    return_to       text,
    terms_version   text,
    browser_hash    bytea not null,
    link_hash       bytea not null,
    link_expires_at timestamptz not null,
    code_hash       bytea not null,
    code_expires_at timestamptz not null,
    wrong_codes     integer not null default 0,
    created_at      timestamptz not null,
    mailed_at       timestamptz not null,
    proven_at       timestamptz,
    primary key (site_id, id),
    constraint signups_email_key unique (site_id, email)
);
create unique index signups_browser_hash on signups (site_id, browser_hash);
create unique index signups_link_hash on signups (site_id, link_hash);
create index signups_link_expires_at on signups (link_expires_at);
alter table signups enable row level security;
alter table signups force row level security;
create policy site on signups to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on signups to vestibule_platform using (true);
grant select, insert, update, delete on signups to vestibule_site;
grant select, update, delete on signups to vestibule_platform;
