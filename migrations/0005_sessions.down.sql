drop table browser_sessions;
drop table sessions;
