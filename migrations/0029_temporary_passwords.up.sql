-- Until when a password that the portal made at an admin's word lets its account's owner choose another one, and nothing else.
-- Null for a password that somebody chose.
alter table users add column temporary_until timestamptz;
