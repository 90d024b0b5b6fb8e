-- A login that programs keep going: the hash of the one refresh token that counts, the one before it, and when they changed
-- places. Only logins that began through the API have them.
alter table sessions
    add column refresh_hash          bytea,
    add column previous_refresh_hash bytea,
    add column refreshed_at          timestamptz;
