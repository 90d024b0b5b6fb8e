-- Every statement of the portal runs as one of two roles that cannot log in, own nothing and bypass nothing:
-- `vestibule_site` sees one site, the one named in the transaction's setting `vestibule.site_id`;
-- `vestibule_platform` sees all sites, and only the few tables granted to it.
-- Roles belong to the whole cluster, so another database may be creating them at this very moment.
do $$
declare
    role_name text;
begin
    foreach role_name in array array['vestibule_site', 'vestibule_platform'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            begin
                execute format('create role %I nologin', role_name);
            exception when duplicate_object or unique_violation then
                null;
            end;
        end if;
        if not pg_has_role(current_user, role_name, 'member') then
            execute format('grant %I to current_user', role_name);
        end if;
    end loop;
    execute format('grant usage on schema public to vestibule_site, vestibule_platform');
end
$$;
