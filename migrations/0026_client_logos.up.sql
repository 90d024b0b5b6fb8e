-- A client's sign: its fingerprint, its type and its size, as a look names a picture. The file itself lies in `look_files`.
alter table oauth_clients add column logo jsonb;
