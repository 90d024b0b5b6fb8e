-- A person's account in one site. It exists only once its address is proven (see signups) or an operator made it.
-- `auth_epoch` is copied into everything that stands for a login; raising it ends them all.
create table users (
    site_id           uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    id                uuid not null,
    email             text not null check (email = lower(email)),
    email_verified_at timestamptz,
    name              text,
    password_hash     text,
    role              text not null default 'user' check (role in ('user', 'admin')),
    status            text not null default 'active' check (status in ('active', 'disabled', 'invited')),
    auth_epoch        integer not null default 1,
    locale            text,
    terms_version     text,
    terms_accepted_at timestamptz,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    last_login_at     timestamptz,
    primary key (site_id, id),
    constraint users_email_key unique (site_id, email)
);
alter table users enable row level security;
alter table users force row level security;
create policy site on users to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
grant select, insert, update, delete on users to vestibule_site;
