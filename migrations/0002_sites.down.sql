drop table sites;
drop function sites_changed();
