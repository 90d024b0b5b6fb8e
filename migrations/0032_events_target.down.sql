drop index events_target;
