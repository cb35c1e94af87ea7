-- Events that the one they concern could not write with rights of their own. `audit_events` takes inserts and nothing else.

-- Somebody could not sign in, and why. Nobody learns from it whether the address is known, and an address that is not is kept
-- nowhere.
create or replace function app.note_sign_in(mail text, why text, ip text, agent text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid;
begin
  select u.id into person from app.users u where u.email = mail and u.deleted_at is null;
  insert into app.audit_events (action, subject_type, subject_id, result, ip_address, user_agent, detail)
  values ('account.sign_in', case when person is not null then 'user' end, person, 'refused', ip, left(agent, 400),
    jsonb_build_object('why', case when person is null then 'unknown_address' else why end));
end $$;

-- The actor downloads what they may watch: their organization learns that it happened, the platform owner who it was.
create or replace function app.note_download(content uuid, ip text, agent text, detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent, detail)
  select app.uid(), c.organization_id, 'content.download', 'content', c.id, ip, left(agent, 400), note_download.detail
  from app.content c, app.access_to(note_download.content) may
  where c.id = note_download.content and may.can_watch and app.uid() is not null;
end $$;

-- Did somebody act as one who belongs to the organization? Who buys is a customer there, whoever they are elsewhere, and so is
-- who has left and watches what they bought.
create or replace function app.acts_as_member(action text, standing text) returns boolean language sql immutable parallel safe
  return case
    when action like 'purchase.%' then false
    when action = 'content.download' then coalesce(standing = 'active', false)
    else standing is not null
  end;

-- The log, newest first or, `backward`, oldest first, from a key on: of one organization for who may read it there, and of
-- everything (no organization) for the platform owner. An organization learns names, addresses and browsers of its members only.
-- What is null narrows nothing. `moment` is ISO 8601 to the microsecond; `who`: person, gone, customer, guest or platform.
create or replace function app.audit_log(
  organization uuid, done text, person uuid, outcome text, since timestamptz, until timestamptz, key_time timestamptz, key_id uuid,
  backward boolean, most int)
returns table (
  id uuid, moment text, organization_slug text, organization_name text, action text, result text, who text,
  person_id uuid, person_name text, ip_address text, user_agent text, subject_type text, subject_id text, subject_name text, detail jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare is_platform boolean := app.is_platform_owner(); standing text;
begin
  if not is_platform then
    if not coalesce(organization = any (app.orgs_allowing('audit.view')), false) then return; end if;
    select m.status into standing from app.organization_memberships m
    where m.organization_id = organization and m.user_id = person and m.role <> 'subscriber' and m.status <> 'invited';
    if person is not null and standing is null then return; end if;
  end if;
  -- Planned for what is asked each time: every other narrowing has its own index.
  return query execute format($query$
    select e.id, to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), o.slug, o.name, e.action, e.result,
      case
        when e.user_id is null then case when e.ip_address is null then 'platform' else 'guest' end
        when shown.is_shown then case when u.deleted_at is null and u.id is not null then 'person' else 'gone' end
        when u.role = 'platform_owner' then 'platform'
        else 'customer'
      end,
      case when shown.is_shown then e.user_id end,
      case when shown.is_shown and u.deleted_at is null then u.full_name end,
      case when shown.is_shown then e.ip_address end,
      case when shown.is_shown then e.user_agent end,
      e.subject_type,
      case when $1 or e.subject_type in ('content', 'media', 'organization', 'invitation', 'role', 'address') or about_member.id is not null
        then e.subject_id end,
      case when ($1 or about_member.id is not null) and about.deleted_at is null then about.full_name end,
      case when $1 then e.detail else coalesce((
        select jsonb_object_agg(d.key, d.value) from jsonb_each(e.detail) d where d.key in (
          'title', 'name', 'domain', 'fields', 'slugBefore', 'slug', 'from', 'to', 'currency', 'amountCents', 'priceCents', 'permissions',
          'role', 'customRoleName')), '{}') end
    from (
      select * from app.audit_events e
      where ($2 is null or e.organization_id = $2)
        and ($3 is null or e.action = $3)
        and ($4 is null or (e.user_id = $4 and ($1 or app.acts_as_member(e.action, $5))))
        and ($6 is null or e.result = $6)
        and ($7 is null or e.created_at >= $7)
        and ($8 is null or e.created_at < $8)
        and ($9 is null or (e.created_at, e.id) %1$s ($9, $10))
      order by e.created_at %2$s, e.id %2$s limit $11
    ) e
    left join app.organizations o on o.id = e.organization_id
    left join app.users u on u.id = e.user_id
    left join app.organization_memberships m on m.organization_id = e.organization_id and m.user_id = e.user_id
      and m.role <> 'subscriber' and m.status <> 'invited'
    left join app.users about on e.subject_type = 'user' and about.id = case when e.subject_id ~ '^[0-9a-f-]{36}$' then e.subject_id::uuid end
    left join app.organization_memberships about_member on about_member.organization_id = e.organization_id
      and about_member.user_id = about.id and about_member.role <> 'subscriber' and about_member.status <> 'invited'
    cross join lateral (select $1 or (e.user_id is not null and app.acts_as_member(e.action, m.status)) as is_shown) shown
    order by e.created_at %2$s, e.id %2$s
  $query$, case when backward then '>' else '<' end, case when backward then 'asc' else 'desc' end)
  using is_platform, organization, done, person, standing, outcome, since, until, key_time, key_id, most;
end $$;

-- Who can be looked for in an organization's log.
create or replace function app.audit_people(organization uuid) returns table (id uuid, full_name text)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.id, u.full_name
  from app.organization_memberships m join app.users u on u.id = m.user_id and u.deleted_at is null
  where m.organization_id = audit_people.organization and organization = any (app.orgs_allowing('audit.view'))
    and m.role <> 'subscriber' and m.status <> 'invited'
  order by u.full_name, u.id;
end;
