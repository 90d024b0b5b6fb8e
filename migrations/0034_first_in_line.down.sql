drop view oauth_logouts_firsts;
create index oauth_logouts_due_at on oauth_logouts (due_at);
drop index oauth_logouts_due;
drop view outbox_firsts;
