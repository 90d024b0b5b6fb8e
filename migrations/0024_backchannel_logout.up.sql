-- Clients that have to be told that somebody has logged out (OpenID Connect Back-Channel Logout 1.0). Written in the commit that
-- ends the login, whatever ends it, and posted by a worker, which claims a row by moving `due_at` ahead; a row goes once its
-- client has heard, or will not.
create table oauth_logouts (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid,
    id         uuid not null,
    client_id  uuid not null,
    user_id    uuid not null,
    session_id uuid not null,
    due_at     timestamptz not null default 'epoch',
    tries      integer not null default 0,
    error      text,
    primary key (site_id, id),
    unique (site_id, client_id, session_id),
    foreign key (site_id, client_id) references oauth_clients (site_id, id) on delete cascade
);
create index oauth_logouts_due_at on oauth_logouts (due_at);
alter table oauth_logouts enable row level security;
alter table oauth_logouts force row level security;
create policy site on oauth_logouts to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on oauth_logouts to vestibule_platform using (true);
grant select, insert on oauth_logouts to vestibule_site;
grant select, update, delete on oauth_logouts to vestibule_platform;

create function oauth_logouts_filled() returns trigger language plpgsql as $$
begin
    perform pg_notify('oauth_logouts_filled', '');
    return null;
end
$$;
create trigger oauth_logouts_filled after insert on oauth_logouts
    for each statement execute function oauth_logouts_filled();

-- Logins end in many places, so this stands where they all come by. A login that runs out is swept by another role: its clients
-- know from their tokens.
create function tell_clients_of_ended_sessions() returns trigger language plpgsql as $$
begin
    if current_user = 'vestibule_site' then
        insert into oauth_logouts (id, client_id, user_id, session_id)
        select gen_random_uuid(), client_id, user_id, session_id from (
            select distinct g.client_id, g.user_id, g.session_id from ended
            join oauth_grants g on g.session_id = ended.id and g.exchanged_at is not null
            join oauth_clients c on c.id = g.client_id and c.status = 'active' and c.backchannel_logout_uri is not null
        ) as told
        on conflict do nothing;
    end if;
    return null;
end
$$;
create trigger tell_clients after delete on sessions referencing old table as ended
    for each statement execute function tell_clients_of_ended_sessions();

-- The other way to end logins: at once, by their account.
create function tell_clients_of_ended_logins() returns trigger language plpgsql as $$
begin
    if current_user = 'vestibule_site' then
        insert into oauth_logouts (id, client_id, user_id, session_id)
        select gen_random_uuid(), client_id, user_id, session_id from (
            select distinct g.client_id, g.user_id, g.session_id from sessions s
            join oauth_grants g on g.session_id = s.id and g.exchanged_at is not null
            join oauth_clients c on c.id = g.client_id and c.status = 'active' and c.backchannel_logout_uri is not null
            where s.user_id = new.id and (s.auth_epoch <> new.auth_epoch or new.status <> 'active')
        ) as told
        on conflict do nothing;
    end if;
    return null;
end
$$;
create trigger tell_clients after update of auth_epoch, status on users for each row
    when (old.auth_epoch <> new.auth_epoch or old.status <> new.status)
    execute function tell_clients_of_ended_logins();
