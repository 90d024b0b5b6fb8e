-- Fills a database that has the schema: 10,000 sites, of which `big` has 1,000,000 accounts and 1,000,000 events, and each other
-- ten of both. Run it as a superuser; it takes some minutes.
set synchronous_commit = off;

insert into sites (id, slug, name, domain, frontend_url, email_from, email_from_name, created_at, updated_at)
select gen_random_uuid(), slug, 'Site ' || slug, slug || '.example', 'https://' || slug || '.example', 'hello@' || slug || '.example', 'Site ' || slug,
       now() - make_interval(hours => n), now()
from (select n, case n when 0 then 'big' else 'site-' || n end as slug from generate_series(0, 9999) n) named
on conflict do nothing;

-- Names from two lists, with accents and without a surname here and there.
create function pg_temp.given(n bigint) returns text language sql as $$
    select (array['Ada', 'Grace', 'Édouard', 'Linus', 'Margaret', 'Ken', 'Barbara', 'Alan', 'Katherine', 'Niklaus', 'Jürgen', 'Sofía', 'Mary', 'Tim', 'Radia', 'Wei'])[n % 16 + 1] $$;
create function pg_temp.family(n bigint) returns text language sql as $$
    select (array['Lovelace', 'Hopper', 'Lucas', 'Torvalds', 'Hamilton', 'Thompson', 'Liskov', 'Turing', 'Johnson', 'Wirth', 'Müller', 'Núñez', 'Shelley', 'Lee', 'Perlman', 'Zhang'])[n / 16 % 16 + 1] || (n / 256 % 500)::text $$;

insert into users (site_id, id, email, email_verified_at, name, role, status, created_at, updated_at, last_login_at)
select (select id from sites where slug = 'big'), gen_random_uuid(),
       lower(translate(pg_temp.given(n) || '.' || pg_temp.family(n), 'Éüíúñ', 'euiun')) || '.' || n || '@' || 'mail-' || n % 400 || '.example',
       case when n % 10 > 0 then now() - make_interval(mins => (n % 500000)::int) end,
       pg_temp.given(n) || ' ' || pg_temp.family(n),
       case when n % 50000 = 1 then 'admin' else 'user' end,
       case when n % 10 = 0 then 'invited' when n % 1000 = 1 then 'disabled' else 'active' end,
       now() - make_interval(mins => (n % 500000)::int), now(),
       case when n % 3 > 0 then now() - make_interval(secs => (n % 5000000)::int) end
from generate_series(1, 1000000) n;

insert into users (site_id, id, email, email_verified_at, name, created_at, updated_at, last_login_at)
select s.id, gen_random_uuid(), 'user' || n || '@' || s.domain, now(), pg_temp.given(n) || ' ' || pg_temp.family(n), now(), now(), now()
from sites s, generate_series(1, 10) n where s.slug <> 'big';

-- Ninety days of events, most of them logins.
insert into events (site_id, id, at, actor, actor_id, user_id, action, result, address, agent, details)
select u.site_id, gen_random_uuid(), now() - make_interval(secs => n * 7.776), case when n % 100 = 0 then 'operator' else 'person' end,
       case when n % 100 > 0 then u.id end, u.id,
       (array['logged_in', 'logged_in', 'logged_in', 'login_refused', 'logged_out', 'address_proven', 'password_changed', 'profile_changed'])[n % 8 + 1],
       case when n % 8 = 3 then 'refused' else 'done' end, '192.0.2.0'::inet + n % 200, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
       case when n % 8 = 7 then '{"before": {"name": "Ada"}, "after": {"name": "Grace"}}'::jsonb end
from (select row_number() over (order by id) n, id, site_id from users where site_id = (select id from sites where slug = 'big')) u;

insert into events (site_id, id, at, user_id, action, address, agent)
select site_id, gen_random_uuid(), now(), id, 'logged_in', '192.0.2.1', 'Firefox' from users
where site_id <> (select id from sites where slug = 'big');

insert into platform_events (id, at, actor, action, result, site, slug, address, agent)
select gen_random_uuid(), now() - make_interval(mins => n), 'operator', 'site_changed', 'done', s.id, s.slug, '192.0.2.9', 'curl/8'
from (select row_number() over () n, id, slug from sites) s;

vacuum (analyze) sites, users, events, platform_events;
