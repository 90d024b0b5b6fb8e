-- A temporary password must not become one for good, whatever site it is of.
alter table users no force row level security;
update users set password_hash = null where temporary_until is not null;
alter table users force row level security;
alter table users drop column temporary_until;
