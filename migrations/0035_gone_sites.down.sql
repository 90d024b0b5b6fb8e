revoke update (created_at) on look_files from vestibule_site, vestibule_platform;

update sessions set authenticated_at = 'epoch' where doubted;
alter table sessions alter column authenticated_at set default 'epoch', drop column doubted;

delete from sites where deleted_at is not null;
drop policy gone on users;
drop policy gone on sites;
drop policy standing on sites;
alter table sites disable row level security, drop column deleted_at;
