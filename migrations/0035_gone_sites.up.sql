-- A site that was deleted is gone for everybody at once; its rows, which may be millions, go little by little, and its own row last.
-- Until then Postgres shows it to nobody but the worker that says `vestibule.gone_sites`, so no list, count or look has to leave it out.
alter table sites add column deleted_at timestamptz;
create index sites_deleted_at on sites (deleted_at) where deleted_at is not null;
alter table sites enable row level security;
create policy standing on sites to vestibule_platform using (deleted_at is null);
create policy gone on sites to vestibule_platform using (current_setting('vestibule.gone_sites', true) = 'on');

-- A login may have to give the password once more although it did so a moment ago. When it did stays true: apps are told of it.
alter table sessions add column doubted boolean not null default false;
update sessions set doubted = true, authenticated_at = created_at where authenticated_at = 'epoch';
alter table sessions alter column authenticated_at drop default;

-- A file that is kept once more is as good as new.
grant update (created_at) on look_files to vestibule_site, vestibule_platform;
