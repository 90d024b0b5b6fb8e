-- The operator finds an app by its client id in whichever site it may be: the platform sees the one that is exactly what its
-- transaction says it looks for, and of it no more than what a list of results shows.
create policy sought on oauth_clients for select to vestibule_platform
    using (id::text = current_setting('vestibule.sought', true));
grant select (site_id, id, name) on oauth_clients to vestibule_platform;
