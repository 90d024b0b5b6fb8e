-- The programs that a site's people log in to by OpenID Connect, and those that act for themselves. `id` is the client id. A
-- redirect address is compared letter by letter. `jwks` are the public keys of a client that proves itself by a signature; they
-- are given with the client and never fetched.
create table oauth_clients (
    site_id                   uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    id                        uuid not null,
    kind                      text not null check (kind in ('web', 'spa', 'native', 'machine')),
    name                      text not null,
    redirect_uris             text[] not null default '{}',
    post_logout_redirect_uris text[] not null default '{}',
    backchannel_logout_uri    text,
    scopes                    text[] not null default '{}',
    auth                      text not null check (auth in ('none', 'secret', 'private_key_jwt')),
    jwks                      jsonb,
    require_pkce              boolean not null default true,
    first_party               boolean not null default false,
    home_url                  text,
    terms_url                 text,
    privacy_url               text,
    status                    text not null default 'active' check (status in ('active', 'disabled')),
    created_at                timestamptz not null,
    updated_at                timestamptz not null,
    primary key (site_id, id),
    -- Whoever cannot prove itself at least proves that it is who asked.
    check (auth <> 'none' or (require_pkce and kind <> 'machine')),
    check (auth <> 'private_key_jwt' or jwks is not null)
);
alter table oauth_clients enable row level security;
alter table oauth_clients force row level security;
create policy site on oauth_clients to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
grant select, insert, update, delete on oauth_clients to vestibule_site;

-- A client may have several secrets, so that one can be changed without a pause. `hint` is the end of the secret.
create table oauth_client_secrets (
    site_id      uuid not null default current_setting('vestibule.site_id')::uuid,
    id           uuid not null,
    client_id    uuid not null,
    hash         bytea not null,
    hint         text not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    primary key (site_id, id),
    foreign key (site_id, client_id) references oauth_clients (site_id, id) on delete cascade
);
create index oauth_client_secrets_client_id on oauth_client_secrets (site_id, client_id);
alter table oauth_client_secrets enable row level security;
alter table oauth_client_secrets force row level security;
create policy site on oauth_client_secrets to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
grant select, insert, update, delete on oauth_client_secrets to vestibule_site;

-- What a person allowed a client. Without it, what the client holds is worth nothing, unless the client is the site's own.
create table oauth_consents (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid,
    user_id    uuid not null,
    client_id  uuid not null,
    scopes     text[] not null,
    granted_at timestamptz not null,
    primary key (site_id, user_id, client_id),
    foreign key (site_id, user_id) references users (site_id, id) on delete cascade,
    foreign key (site_id, client_id) references oauth_clients (site_id, id) on delete cascade
);
create index oauth_consents_client_id on oauth_consents (site_id, client_id);
alter table oauth_consents enable row level security;
alter table oauth_consents force row level security;
create policy site on oauth_consents to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
grant select, insert, update, delete on oauth_consents to vestibule_site;

-- A client's request that waits for its person to log in or to agree. Its id is in the addresses of the pages on the way, so that
-- each window goes its own way; here is the id's hash. `pushed` came straight from the client (RFC 9126) and is good for one use.
create table oauth_requests (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid,
    id_hash    bytea not null,
    client_id  uuid not null,
    pushed     boolean not null default false,
    parameters jsonb not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (site_id, id_hash),
    foreign key (site_id, client_id) references oauth_clients (site_id, id) on delete cascade
);
create index oauth_requests_client_id on oauth_requests (site_id, client_id);
create index oauth_requests_expires_at on oauth_requests (expires_at);
alter table oauth_requests enable row level security;
alter table oauth_requests force row level security;
create policy site on oauth_requests to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on oauth_requests to vestibule_platform using (true);
grant select, insert, update, delete on oauth_requests to vestibule_site;
grant select, update, delete on oauth_requests to vestibule_platform;

-- What a client holds of one person, from the code on: first the code, then, once that was exchanged, tokens. One row, so that
-- whatever goes wrong with the code or a refresh token ends all of it at once. `offline` outlives the login, which the others
-- stand on. `expires_at` is the code's end, then that of the tokens unless they are refreshed, and never after `ends_at`.
create table oauth_grants (
    site_id               uuid not null default current_setting('vestibule.site_id')::uuid,
    id                    uuid not null,
    client_id             uuid not null,
    user_id               uuid not null,
    session_id            uuid not null,
    auth_epoch            integer not null,
    offline               boolean not null,
    scopes                text[] not null,
    authenticated_at      timestamptz not null,
    redirect_uri          text,
    nonce                 text,
    code_challenge        text,
    code_hash             bytea,
    exchanged_at          timestamptz,
    refresh_hash          bytea,
    previous_refresh_hash bytea,
    refreshed_at          timestamptz,
    created_at            timestamptz not null,
    expires_at            timestamptz not null,
    ends_at               timestamptz not null,
    primary key (site_id, id),
    foreign key (site_id, client_id) references oauth_clients (site_id, id) on delete cascade,
    foreign key (site_id, user_id) references users (site_id, id) on delete cascade
);
create unique index oauth_grants_code_hash on oauth_grants (site_id, code_hash);
create index oauth_grants_user_id on oauth_grants (site_id, user_id, client_id);
create index oauth_grants_client_id on oauth_grants (site_id, client_id);
create index oauth_grants_session_id on oauth_grants (site_id, session_id);
create index oauth_grants_expires_at on oauth_grants (expires_at);
alter table oauth_grants enable row level security;
alter table oauth_grants force row level security;
create policy site on oauth_grants to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on oauth_grants to vestibule_platform using (true);
grant select, insert, update, delete on oauth_grants to vestibule_site;
grant select, update, delete on oauth_grants to vestibule_platform;

-- The signed proofs that clients have used, each of which counts once (RFC 7523 §3), until they would have expired anyway.
create table oauth_assertions (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid,
    client_id  uuid not null,
    jti_hash   bytea not null,
    expires_at timestamptz not null,
    primary key (site_id, client_id, jti_hash),
    foreign key (site_id, client_id) references oauth_clients (site_id, id) on delete cascade
);
create index oauth_assertions_expires_at on oauth_assertions (expires_at);
alter table oauth_assertions enable row level security;
alter table oauth_assertions force row level security;
create policy site on oauth_assertions to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on oauth_assertions to vestibule_platform using (true);
grant select, insert, update, delete on oauth_assertions to vestibule_site;
grant select, update, delete on oauth_assertions to vestibule_platform;
