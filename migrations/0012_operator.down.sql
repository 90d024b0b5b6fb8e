drop table platform_attempts;
alter table sites drop column protected;
