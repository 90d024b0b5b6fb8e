drop table outbox;
drop function outbox_filled();
