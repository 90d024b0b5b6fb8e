drop view oauth_standing;
create view oauth_standing with (security_invoker = true) as
select g.site_id, g.id, case when g.offline then g.expires_at else least(g.expires_at, s.expires_at, s.idle_until) end as stands_until
from oauth_grants g
join oauth_clients c on c.site_id = g.site_id and c.id = g.client_id and c.status = 'active'
join users u on u.site_id = g.site_id and u.id = g.user_id and u.status = 'active'
left join sessions s on s.site_id = g.site_id and s.id = g.session_id and s.auth_epoch = u.auth_epoch
left join oauth_consents k on k.site_id = g.site_id and k.user_id = g.user_id and k.client_id = g.client_id
where (c.first_party or g.scopes <@ k.scopes)
  and case when g.offline and g.exchanged_at is not null then g.auth_epoch = u.auth_epoch else s.id is not null end;
grant select on oauth_standing to vestibule_site;
