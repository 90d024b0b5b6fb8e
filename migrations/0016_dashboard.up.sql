-- The dashboard: how the operator is known there, and how many accounts there are.

-- The operator's logins. `key_mark` is a keyed hash of the master key that a login rests on, so that it ends when that key is
-- taken out of the settings. `proven_at` is when the key, or a link that stands for it, was last given.
create table operator_sessions (
    id         uuid primary key,
    token_hash bytea not null constraint operator_sessions_token_hash_key unique,
    key_mark   bytea not null,
    address    inet not null,
    agent      text not null,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    proven_at  timestamptz not null,
    idle_until timestamptz not null,
    expires_at timestamptz not null
);
create index operator_sessions_expires_at on operator_sessions (expires_at);
grant select, insert, update, delete on operator_sessions to vestibule_platform;

-- Links that log the operator in, once.
create table operator_links (
    token_hash bytea primary key,
    key_mark   bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index operator_links_expires_at on operator_links (expires_at);
grant select, insert, delete on operator_links to vestibule_platform;

-- How many accounts each site has: counting a million takes a tenth of a second, and a list shows many sites. Part 0 is always
-- there, and what goes is taken from it. What comes is added to one of eight others, so that people who sign up at the same
-- moment seldom wait for each other. Only the sum of the parts means anything.
create table user_counts (
    site_id uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    part    smallint not null,
    users   bigint not null,
    primary key (site_id, part)
);

-- The owner of `users`, too, sees no row while its policies are forced.
alter table users no force row level security;
insert into user_counts (site_id, part, users) select s.id, 0, (select count(*) from users u where u.site_id = s.id) from sites s;
alter table users force row level security;

alter table user_counts enable row level security;
alter table user_counts force row level security;
create policy site on user_counts to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on user_counts to vestibule_platform using (true);
grant select, insert, update on user_counts to vestibule_site;
grant select, insert, update on user_counts to vestibule_platform;

create function sites_counted() returns trigger language plpgsql as $$
begin
    insert into user_counts (site_id, part, users) values (new.id, 0, 0);
    return null;
end
$$;
create trigger sites_counted after insert on sites for each row execute function sites_counted();

create function users_came() returns trigger language plpgsql as $$
begin
    insert into user_counts as c (site_id, part, users)
    select site_id, 1 + pg_backend_pid() % 8, count(*) from came group by site_id order by site_id
    on conflict (site_id, part) do update set users = c.users + excluded.users;
    return null;
end
$$;
create trigger users_came after insert on users referencing new table as came for each statement execute function users_came();

create function users_gone() returns trigger language plpgsql as $$
begin
    update user_counts c set users = c.users - g.users
    from (select site_id, count(*) as users from gone group by site_id) g
    where c.site_id = g.site_id and c.part = 0;
    return null;
end
$$;
create trigger users_gone after delete on users referencing old table as gone for each statement execute function users_gone();

-- The few letters that were given up, of all sites or of one.
create index outbox_failures on outbox (site_id, failed_at) where failed_at is not null;

-- The operator finds somebody by address or id in whichever site it may be: the platform sees the accounts that are exactly what
-- its transaction says it looks for.
create policy sought on users for select to vestibule_platform
    using (email = current_setting('vestibule.sought', true) or id::text = current_setting('vestibule.sought', true));
