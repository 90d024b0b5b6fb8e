revoke select (site_id, id, name) on oauth_clients from vestibule_platform;
drop policy sought on oauth_clients;
