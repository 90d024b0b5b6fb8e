alter table sessions drop column refresh_hash, drop column previous_refresh_hash, drop column refreshed_at;
