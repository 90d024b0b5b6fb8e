drop table platform_events;
