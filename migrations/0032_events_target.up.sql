-- What happened about one app, newest first: the target of such an entry is the app. Most entries, such as logins, have none.
create index events_target on events (site_id, target, at desc, id desc) where target is not null;
