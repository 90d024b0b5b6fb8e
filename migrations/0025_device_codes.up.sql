-- A device without a browser asks for two codes (RFC 8628): one that it keeps and asks for its tokens with, one that it shows and that
-- a person enters in a browser. Of the first here is the hash; of the second, which is short, a keyed one. `allowed` is the person's
-- answer, null until there is one; to allow is also to store a grant under the hash of the first code, which is what the device then
-- trades. `due_at` is from when on the device may ask again, `hasty` whether it last asked before that.
create table oauth_device_codes (
    site_id          uuid not null default current_setting('vestibule.site_id')::uuid,
    device_hash      bytea not null,
    user_hash        bytea not null,
    client_id        uuid not null,
    scopes           text[] not null,
    address          inet not null,
    created_at       timestamptz not null,
    expires_at       timestamptz not null,
    interval_seconds integer not null,
    due_at           timestamptz not null,
    hasty            boolean not null default false,
    allowed          boolean,
    user_id          uuid,
    primary key (site_id, device_hash),
    foreign key (site_id, client_id) references oauth_clients (site_id, id) on delete cascade,
    foreign key (site_id, user_id) references users (site_id, id) on delete cascade,
    check ((allowed is null) = (user_id is null))
);
create unique index oauth_device_codes_user_hash on oauth_device_codes (site_id, user_hash);
create index oauth_device_codes_client_id on oauth_device_codes (site_id, client_id, expires_at);
create index oauth_device_codes_user_id on oauth_device_codes (site_id, user_id) where user_id is not null;
create index oauth_device_codes_expires_at on oauth_device_codes (expires_at);
alter table oauth_device_codes enable row level security;
alter table oauth_device_codes force row level security;
create policy site on oauth_device_codes to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on oauth_device_codes to vestibule_platform using (true);
grant select, insert, update, delete on oauth_device_codes to vestibule_site;
grant select, update, delete on oauth_device_codes to vestibule_platform;

-- Only clients of this kind may ask for such codes, and they may ask for nothing else.
alter table oauth_clients drop constraint oauth_clients_kind_check;
alter table oauth_clients add constraint oauth_clients_kind_check check (kind in ('web', 'spa', 'native', 'device', 'machine'));
