//! The operator's list of sites. What it tells of each is looked up for the sites of one page only, each time from an index.

use anyhow::Result;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::PlatformTx;
use crate::model::{
    paging::Paging,
    site_list::{ListedSite, Order},
};

/// One page of the sites that contain the words, and how many there are in all.
pub async fn page(
    tx: &mut PlatformTx,
    search: Option<&str>,
    order: Order,
    paging: Paging,
    now: OffsetDateTime,
) -> Result<(Vec<ListedSite>, i64)> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from sites
           where $1::text is null or position(lower($1) in lower(concat_ws(' ', name, slug, domain, login_host))) > 0"#,
        search
    )
    .fetch_one(tx.connection())
    .await?;
    let sites = sqlx::query_as!(
        ListedSite,
        r#"with counted as (select site_id, sum(users)::bigint as users from user_counts group by site_id),
                shown as (
               select row_number() over (order by case $2 when 'users' then -coalesce(c.users, 0) end,
                                                  case $2 when 'created' then s.created_at end desc,
                                                  case $2 when 'name' then lower(s.name) end, s.slug) as place,
                      s.*, coalesce(c.users, 0) as users
               from sites s left join counted c on c.site_id = s.id
               where $1::text is null or position(lower($1) in lower(concat_ws(' ', name, slug, domain, login_host))) > 0
               order by place limit $3 offset $4
           )
           select id as "id!", slug as "slug!", name as "name!", domain as "domain!", login_host, theme as "theme!",
                  status = 'active' as "active!", users as "users!",
                  (select max(at) from (values ('logged_in'), ('new_device')) as logins (action) cross join lateral (
                      select at from events e where e.site_id = shown.id and e.action = logins.action order by at desc limit 1
                  ) as latest) as last_login_at,
                  (select count(*) from outbox o where o.site_id = shown.id and o.failed_at > $5) as "failed_letters!"
           from shown order by place"#,
        search,
        order.word(),
        paging.per_page,
        paging.offset(),
        now - Duration::DAY,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok((sites, total))
}

/// How many accounts a site has.
pub async fn users(tx: &mut PlatformTx, site: Uuid) -> Result<i64> {
    let users =
        sqlx::query_scalar!(r#"select coalesce(sum(users), 0)::bigint as "users!" from user_counts where site_id = $1"#, site);
    Ok(users.fetch_one(tx.connection()).await?)
}

/// Which of these short names are taken.
pub async fn taken(tx: &mut PlatformTx, slugs: &[String]) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!("select slug from sites where slug = any($1)", slugs).fetch_all(tx.connection()).await?)
}
