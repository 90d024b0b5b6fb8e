-- What a mailed letter lets its reader do, once: a link and, for some purposes, six digits. One of each purpose per account,
-- so a newer letter voids the older one. `sent_to` is the address that was written to: when the account's address has
-- changed since, the token counts no more.
create table tokens (
    site_id         uuid not null default current_setting('vestibule.site_id')::uuid,
    user_id         uuid not null,
    purpose         text not null check (purpose in ('reset')),
    sent_to         text not null,
    link_hash       bytea not null,
    link_expires_at timestamptz not null,
    code_hash       bytea not null,
    code_expires_at timestamptz not null,
    wrong_codes     integer not null default 0,
    asked_at        timestamptz not null,
    primary key (site_id, user_id, purpose),
    foreign key (site_id, user_id) references users (site_id, id) on delete cascade
);
create unique index tokens_link_hash on tokens (site_id, link_hash);
create index tokens_link_expires_at on tokens (link_expires_at);
alter table tokens enable row level security;
alter table tokens force row level security;
create policy site on tokens to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on tokens to vestibule_platform using (true);
grant select, insert, update, delete on tokens to vestibule_site;
grant select, update, delete on tokens to vestibule_platform;
