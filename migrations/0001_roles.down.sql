-- The roles stay: another database of the cluster may use them.
revoke usage on schema public from vestibule_site, vestibule_platform;
