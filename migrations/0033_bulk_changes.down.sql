drop table bulk_changes;
drop function bulk_changes_ordered();
