-- What accounts are looked up and listed by. Behind row-level security Postgres uses an index only for comparisons that cannot
-- leak what they are given, such as < and =, never for `like` or a function. So what somebody types is looked up as the beginning
-- of something that is stored as it is compared: by bytes, in small letters.
alter table users
    add column email_domain text collate "C" generated always as (split_part(email, '@', 2)) stored,
    add column name_key     text collate "C" generated always as (lower(name)) stored,
    add column surname_key  text collate "C" generated always as (lower(substring(name from '\s(\S+)\s*$'))) stored,
    -- When somebody was last here, and before all time for whoever never was: one order, without a gap in it.
    add column seen_at      timestamptz not null generated always as (coalesce(last_login_at, '-infinity'::timestamptz)) stored;
create index users_email_start on users (site_id, email collate "C");
create index users_email_domain on users (site_id, email_domain);
create index users_username_start on users (site_id, username collate "C") where username is not null;
create index users_name_key on users (site_id, name_key) where name_key is not null;
create index users_surname_key on users (site_id, surname_key) where surname_key is not null;
create index users_seen_at on users (site_id, seen_at, id);
drop index users_last_login_at;

-- The few entries that are not a person's own doing.
create index events_actor_kind on events (site_id, actor, at desc, id desc) where actor <> 'person';

-- The operator looks a site up by the name that it had.
drop index platform_events_site;
create index platform_events_slug on platform_events (slug, at desc, id desc) where slug is not null;
