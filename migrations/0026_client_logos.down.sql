alter table oauth_clients drop column logo;
