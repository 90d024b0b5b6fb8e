-- A temporary password must not become one for good.
update users set password_hash = null where temporary_until is not null;
alter table users drop column temporary_until;
