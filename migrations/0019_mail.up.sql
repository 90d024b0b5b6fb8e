-- How a site's letters leave, if not as the portal's own do, and where answers to them go. `mail_url` holds a password, sealed.
alter table sites
    add column reply_to text,
    add column mail_url bytea;

-- What the server said when it took a letter, and whether there was nothing to send after all: a letter that was asked for at
-- an address without an account. What a letter that was given up says stays for a few days, still sealed, so that it can be
-- tried once more.
alter table outbox
    add column answer  text,
    add column dropped boolean not null default false;
grant update (due_at, tries, failed_at) on outbox to vestibule_site;

-- People look at the outbox newest first, whole or by one of these.
create index outbox_at on outbox (created_at desc, id desc);
create index outbox_site_at on outbox (site_id, created_at desc, id desc);
create index outbox_letter on outbox (site_id, letter, created_at desc, id desc);
create index outbox_recipient on outbox (recipient, created_at desc, id desc);
create index outbox_failed on outbox (site_id, created_at desc, id desc) where failed_at is not null;
