-- The same done to many accounts, as an admin ordered it: how far it has come, and for a while what came of it. A worker goes through
-- the accounts by their ids, some hundreds at a time; what is done and how far that is are one commit, so whatever stops it, it goes on
-- where it was. `admin_id` is null for the operator. `whom` is a list of ids or a filter; `after` is the last account that was gone
-- through.
create table bulk_changes (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    id         uuid not null,
    ordered_at timestamptz not null,
    admin_id   uuid,
    address    inet not null,
    agent      text not null,
    act        text not null check (act in ('disable', 'enable', 'end_logins')),
    whom       jsonb not null,
    total      bigint not null,
    changed    bigint not null default 0,
    unchanged  bigint not null default 0,
    after      uuid not null default '00000000-0000-0000-0000-000000000000',
    ended_at   timestamptz,
    stopped    boolean not null default false,
    primary key (site_id, id)
);
create index bulk_changes_under_way on bulk_changes (site_id, id) where ended_at is null;
create index bulk_changes_ended_at on bulk_changes (ended_at) where ended_at is not null;
alter table bulk_changes enable row level security;
alter table bulk_changes force row level security;
create policy site on bulk_changes to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on bulk_changes to vestibule_platform using (true);
grant select, insert, update on bulk_changes to vestibule_site;
grant select (site_id, id, ended_at), delete on bulk_changes to vestibule_platform;

create function bulk_changes_ordered() returns trigger language plpgsql as $$
begin
    perform pg_notify('bulk_changes_ordered', '');
    return null;
end
$$;
create trigger bulk_changes_ordered after insert on bulk_changes
    for each statement execute function bulk_changes_ordered();
