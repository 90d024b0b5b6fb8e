drop trigger tell_clients on users;
drop trigger tell_clients on sessions;
drop function tell_clients_of_ended_logins();
drop function tell_clients_of_ended_sessions();
drop table oauth_logouts;
drop function oauth_logouts_filled();
