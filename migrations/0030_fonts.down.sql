delete from look_files where kind = 'font/woff2';
alter table look_files drop constraint look_files_kind_check;
alter table look_files add constraint look_files_kind_check
    check (kind in ('text/css', 'image/png', 'image/jpeg', 'image/svg+xml'));
