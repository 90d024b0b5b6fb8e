alter table attempts drop column locked_until;
revoke insert on events from vestibule_platform;
delete from events where address is null;
alter table events
    drop column actor, drop column actor_id, drop column target, drop column result, drop column details,
    alter column address set not null;
drop table known_devices, email_undos;
delete from tokens where purpose <> 'reset' or code_hash is null;
alter table tokens
    alter column code_hash set not null,
    alter column code_expires_at set not null,
    drop constraint tokens_purpose_check,
    add constraint tokens_purpose_check check (purpose in ('reset'));
alter table sessions drop column authenticated_at;
alter table signups drop column username;
revoke select (site_id, id, email, delete_at), delete on users from vestibule_platform;
drop policy platform on users;
alter table users drop column username, drop column time_zone, drop column delete_at;
