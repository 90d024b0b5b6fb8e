drop table signing_keys;
drop function signing_keys_changed();
