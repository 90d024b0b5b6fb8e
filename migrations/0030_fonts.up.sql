-- A look may have fonts of its own.
alter table look_files drop constraint look_files_kind_check;
alter table look_files add constraint look_files_kind_check
    check (kind in ('text/css', 'image/png', 'image/jpeg', 'image/svg+xml', 'font/woff2'));
