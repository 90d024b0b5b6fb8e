-- A site that was deleted is gone for everybody at once; its rows, which may be millions, go little by little, and its own row last.
-- Until then Postgres shows it to nobody but the worker that says `vestibule.gone_site`, so no list, count or look has to leave it out.
-- The accounts that the worker sees are those of the one site that it names.
alter table sites add column deleted_at timestamptz;
create index sites_deleted_at on sites (deleted_at) where deleted_at is not null;
alter table sites enable row level security;
create policy standing on sites to vestibule_platform using (deleted_at is null);
create policy gone on sites to vestibule_platform using (deleted_at is not null and current_setting('vestibule.gone_site', true) <> '');
create policy gone on users to vestibule_platform using (site_id::text = current_setting('vestibule.gone_site', true));

-- A login may have to give the password once more although it did so a moment ago. When it did stays true: apps are told of it.
alter table sessions add column doubted boolean not null default false;
update sessions set doubted = true, authenticated_at = created_at where authenticated_at = 'epoch';
alter table sessions alter column authenticated_at drop default;

-- A file that is kept once more is as good as new.
grant update (created_at) on look_files to vestibule_site, vestibule_platform;
