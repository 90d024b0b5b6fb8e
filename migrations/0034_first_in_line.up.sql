-- The first letter, and the first logout, that waits in each site that answers. One look into the index finds the first of a site, and
-- the next leaps over all its others (a loose index scan): it does not matter how many wait, nor in how many sites none does. What
-- belongs to a disabled site waits until it is enabled.
create view outbox_firsts with (security_invoker = true) as
with recursive firsts as (
    (select site_id, due_at from outbox where sent_at is null and failed_at is null order by site_id, due_at limit 1)
    union all
    select further.* from firsts cross join lateral (
        select site_id, due_at from outbox
        where site_id > firsts.site_id and sent_at is null and failed_at is null order by site_id, due_at limit 1
    ) as further
)
select * from firsts where (select status from sites where id = firsts.site_id) = 'active';
grant select on outbox_firsts to vestibule_platform;

create index oauth_logouts_due on oauth_logouts (site_id, due_at);
drop index oauth_logouts_due_at;
create view oauth_logouts_firsts with (security_invoker = true) as
with recursive firsts as (
    (select site_id, due_at from oauth_logouts order by site_id, due_at limit 1)
    union all
    select further.* from firsts cross join lateral (
        select site_id, due_at from oauth_logouts where site_id > firsts.site_id order by site_id, due_at limit 1
    ) as further
)
select * from firsts where (select status from sites where id = firsts.site_id) = 'active';
grant select on oauth_logouts_firsts to vestibule_platform;
