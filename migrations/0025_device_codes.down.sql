drop table oauth_device_codes;
-- There is nothing that such clients could do without these codes, whatever site they are of.
alter table oauth_clients no force row level security;
delete from oauth_clients where kind = 'device';
alter table oauth_clients force row level security;
alter table oauth_clients drop constraint oauth_clients_kind_check;
alter table oauth_clients add constraint oauth_clients_kind_check check (kind in ('web', 'spa', 'native', 'machine'));
