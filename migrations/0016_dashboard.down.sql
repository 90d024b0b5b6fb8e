drop policy sought on users;
drop index outbox_failures;
drop trigger users_gone on users;
drop trigger users_came on users;
drop trigger sites_counted on sites;
drop function users_gone, users_came, sites_counted;
drop table user_counts, operator_links, operator_sessions;
