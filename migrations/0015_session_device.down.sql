alter table sessions drop column device_hash;
