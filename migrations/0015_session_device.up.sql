-- What the browser that keeps a login is known by, so that ending the login makes its account forget the browser.
alter table sessions add column device_hash bytea;
