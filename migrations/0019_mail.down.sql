drop index outbox_failed, outbox_recipient, outbox_letter, outbox_site_at, outbox_at;
revoke update (due_at, tries, failed_at) on outbox from vestibule_site;
alter table outbox drop column dropped, drop column answer;
alter table sites drop column mail_url, drop column reply_to;
