create index events_user_id on events (site_id, user_id, id desc);
drop index events_user_at, events_address, events_actor, events_action, events_site_at;
drop index users_unproven, users_status, users_admins, users_last_login_at, users_created_at;
drop function is_last_admin;
delete from tokens where purpose = 'invitation';
alter table tokens
    drop constraint tokens_purpose_check,
    add constraint tokens_purpose_check check (purpose in ('reset', 'email_change'));
alter table users drop column protected;
