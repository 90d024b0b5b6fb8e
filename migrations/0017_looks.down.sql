drop table look_files;
drop table looks;
drop function looks_changed;
