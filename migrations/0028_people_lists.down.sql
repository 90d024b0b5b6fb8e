drop index platform_events_slug;
create index platform_events_site on platform_events (site, at desc, id desc) where site is not null;
drop index events_actor_kind;
create index users_last_login_at on users (site_id, last_login_at desc nulls last, id desc);
drop index users_seen_at, users_surname_key, users_name_key, users_username_start, users_email_domain, users_email_start;
alter table users drop column seen_at, drop column surname_key, drop column name_key, drop column email_domain;
