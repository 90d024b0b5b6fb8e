-- Letters to post, written in the commit of their cause. The worker claims a row by moving `due_at` ahead (a lease),
-- so a letter whose worker died is posted by the next one. `payload` holds links and codes, encrypted, and goes
-- when the letter has gone.
create table outbox (
    site_id    uuid not null default current_setting('vestibule.site_id')::uuid references sites on delete cascade,
    id         uuid not null,
    letter     text not null,
    recipient  text not null,
    locale     text not null,
    payload    bytea,
    created_at timestamptz not null,
    due_at     timestamptz not null,
    tries      integer not null default 0,
    sent_at    timestamptz,
    failed_at  timestamptz,
    error      text,
    primary key (site_id, id)
);
create index outbox_due on outbox (site_id, due_at) where sent_at is null and failed_at is null;
alter table outbox enable row level security;
alter table outbox force row level security;
create policy site on outbox to vestibule_site
    using (site_id = current_setting('vestibule.site_id')::uuid)
    with check (site_id = current_setting('vestibule.site_id')::uuid);
create policy platform on outbox to vestibule_platform using (true);
grant select, insert on outbox to vestibule_site;
grant select, update, delete on outbox to vestibule_platform;

create function outbox_filled() returns trigger language plpgsql as $$
begin
    perform pg_notify('outbox_filled', '');
    return null;
end
$$;
create trigger outbox_filled after insert on outbox
    for each statement execute function outbox_filled();
