-- Who administers a site's people, and what they look at: lists, counts and the record of what happened.

-- A protected account stays: it is neither deleted nor disabled nor made an ordinary one, until the operator lifts that.
alter table users add column protected boolean not null default false;

-- What an invitation's letter lets its reader do: choose a password, and with it prove the address.
alter table tokens
    drop constraint tokens_purpose_check,
    add constraint tokens_purpose_check check (purpose in ('reset', 'email_change', 'invitation'));

-- Without this account nobody could administer the site any more. Right only while the site's admins are locked.
create function is_last_admin(candidate uuid) returns boolean language sql stable as $$
    select exists (select from users where id = candidate and role = 'admin' and status = 'active' and delete_at is null)
       and not exists (select from users where id <> candidate and role = 'admin' and status = 'active' and delete_at is null)
$$;

-- Lists come in three orders; the few that stand out, and the counts, have small indexes of their own.
create index users_created_at on users (site_id, created_at, id);
create index users_last_login_at on users (site_id, last_login_at desc nulls last, id desc);
create index users_admins on users (site_id, id) where role = 'admin';
create index users_status on users (site_id, status) where status <> 'active';
create index users_unproven on users (site_id) where email_verified_at is null;

-- The record is read newest first, whole or by one of these. Some ids are random, so time comes first.
create index events_site_at on events (site_id, at desc, id desc);
create index events_action on events (site_id, action, at desc, id desc);
create index events_actor on events (site_id, actor_id, at desc, id desc);
create index events_address on events (site_id, address, at desc, id desc);
drop index events_user_id;
create index events_user_at on events (site_id, user_id, at desc, id desc);
