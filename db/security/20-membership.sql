-- Definer functions behind the policies. They return arrays and are always called as `= any ((select f())::uuid[])`:
-- unwrapped they would run once a row.

-- Has the actor proved that their address is theirs? Whoever has not looks around as a customer, and makes nothing that lasts: the
-- address may be somebody else's.
create or replace function app.has_proved_address() returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (select from app.users u where u.id = app.uid() and u.email_verified_at is not null and u.deleted_at is null);
end;

-- The same for a function that makes something that lasts.
create or replace function app.require_proved_address() returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not app.has_proved_address() then raise exception using errcode = 'RF403', message = 'address_unproved'; end if;
end $$;

-- Does the membership count in this organization for now? One that asks its people for a second factor has customers until they
-- have proved it.
create or replace function app.counts_there(role text, requires_second_factor boolean) returns boolean language sql stable parallel safe
  return role = 'subscriber' or not requires_second_factor or app.has_second_factor();

-- Organizations the actor belongs to, as whatever: that they do is no secret to them.
create or replace function app.own_organizations() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(m.organization_id), '{}') from app.organization_memberships m
  join app.organizations o on o.id = m.organization_id and o.deleted_at is null
  where m.user_id = app.uid() and m.status = 'active' and app.has_proved_address();
end;

-- Organizations in which the actor has one of these roles. In one that is deleted nobody has a role.
create or replace function app.orgs_as(variadic roles text[]) returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(m.organization_id), '{}') from app.organization_memberships m
  join app.organizations o on o.id = m.organization_id and o.deleted_at is null
  where m.user_id = app.uid() and m.status = 'active' and m.role = any (roles) and app.has_proved_address()
    and app.counts_there(m.role, o.requires_second_factor);
end;

-- May the actor write into the audit log of this organization? Whoever belongs to it, as whatever.
create or replace function app.may_note(org uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select org = any (app.own_organizations()) or app.is_platform_owner();
end;

-- What the built-in roles may do. domain/organization/permissions.ts says the same, and a test holds the two together.
create or replace function app.permissions_of_role(role text) returns text[] language sql immutable parallel safe
  return case role
    when 'owner' then array['content.create', 'content.publish', 'content.edit_others', 'media.upload', 'transcoding.view', 'sales.view',
      'people.manage', 'roles.manage', 'settings.manage', 'audit.view']
    when 'admin' then array['content.create', 'content.publish', 'content.edit_others', 'media.upload', 'transcoding.view', 'sales.view',
      'people.manage', 'roles.manage']
    when 'creator' then array['content.create', 'content.publish', 'media.upload']
    else '{}'::text[]
  end;

-- Organizations in which the actor may do this: by role, by a custom role, or by a grant of their own.
create or replace function app.orgs_allowing(permission text) returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(m.organization_id), '{}')
  from app.organization_memberships m
  join app.organizations o on o.id = m.organization_id and o.deleted_at is null
  left join app.organization_role_definitions d on d.id = m.custom_role_id
  where m.user_id = app.uid() and m.status = 'active' and m.role <> 'subscriber' and app.has_proved_address()
    and app.counts_there(m.role, o.requires_second_factor) and (permission = any (app.permissions_of_role(m.role)) or permission = any (m.permissions) or permission = any (d.permissions));
end;

-- Everything the actor may do, by organization; `counts` is false while they owe it a second factor.
create or replace function app.permissions_given() returns table (organization_id uuid, permissions text[], counts boolean)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.organization_id, array(
    select distinct unnest(app.permissions_of_role(m.role) || m.permissions || coalesce(d.permissions, '{}')) order by 1),
    app.counts_there(m.role, o.requires_second_factor)
  from app.organization_memberships m
  join app.organizations o on o.id = m.organization_id and o.deleted_at is null
  left join app.organization_role_definitions d on d.id = m.custom_role_id
  where m.user_id = app.uid() and m.status = 'active' and m.role <> 'subscriber' and app.has_proved_address();
end;

-- What of it the actor may do now.
create or replace function app.permissions_held() returns table (organization_id uuid, permissions text[])
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select g.organization_id, g.permissions from app.permissions_given() g where g.counts;
end;

-- Posts the actor holds a standing right to.
create or replace function app.accessible_content() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(a.content_id), '{}') from app.content_access a
  where a.user_id = app.uid() and a.revoked_at is null and (a.expires_at is null or a.expires_at > now());
end;

-- Organizations that sold the actor something: a storefront that closes to the public stays findable for its buyers.
create or replace function app.orgs_bought_from() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(array_agg(distinct p.organization_id), '{}') from app.purchases p
  where p.customer_id = app.uid() and p.organization_id is not null;
end;

-- Is this media item used by a post of one of these organizations?
create or replace function app.media_used_by(media uuid, orgs uuid[]) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select from app.content c where c.media_item_id = media and c.organization_id = any (orgs) and c.deleted_at is null
  );
end;

-- Names shown beside posts and members. Only people who act in public (staff of an organization, authors of published
-- posts) have a name here, so it cannot be used to look up buyers. Of an author who was erased it says that they were.
create or replace function app.display_names(people uuid[]) returns table (id uuid, full_name text)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.id, u.full_name from app.users u
  where u.id = any (people)
    and (u.id = app.uid()
      or exists (select from app.organization_memberships m where m.user_id = u.id and m.status = 'active' and m.role in ('owner', 'admin', 'creator'))
      or exists (select from app.content c where c.creator_id = u.id and c.status in ('published', 'archived')));
end;
