-- The life of an organization beyond what its row's grants allow: going, coming back, and the domain it is reached at.

-- Hides an organization from everybody at once: its posts carry `is_public` along, and nobody has a role in what is deleted
-- (app.orgs_as). The audit event keeps what it was, for its return. Answers its active people; none: not the actor's to delete.
create or replace function app.delete_organization(organization uuid, ip text, agent text) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare was_public boolean;
begin
  select o.is_public into was_public from app.organizations o
  where o.id = delete_organization.organization and o.id = any (app.orgs_as('owner')) for update;
  if not found then return; end if;
  update app.organizations o set deleted_at = now(), is_public = false, updated_at = now()
  where o.id = delete_organization.organization;
  insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent, detail)
  values (app.uid(), delete_organization.organization, 'organization.delete', 'organization', delete_organization.organization,
    ip, left(agent, 400), jsonb_build_object('wasPublic', was_public));
  return query select m.user_id from app.organization_memberships m
    where m.organization_id = delete_organization.organization and m.status = 'active';
end $$;

-- Takes a deletion back within the grace. Answers its active people; none: nothing of the actor's to take back. Who is about to
-- be deleted takes no organization back: it would have nobody.
create or replace function app.restore_organization(organization uuid, grace_days int, ip text, agent text) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.refuse_leaving(app.uid());
  update app.organizations o set deleted_at = null, updated_at = now(), is_public = coalesce((
    select (e.detail ->> 'wasPublic')::boolean from app.audit_events e
    where e.organization_id = o.id and e.action = 'organization.delete' order by e.created_at desc limit 1), false)
  where o.id = restore_organization.organization and o.deleted_at > now() - make_interval(days => grace_days)
    and exists (select from app.organization_memberships m
      where m.organization_id = o.id and m.user_id = app.uid() and m.role = 'owner' and m.status = 'active');
  if not found then return; end if;
  insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent)
  values (app.uid(), restore_organization.organization, 'organization.restore', 'organization', restore_organization.organization,
    ip, left(agent, 400));
  return query select m.user_id from app.organization_memberships m
    where m.organization_id = restore_organization.organization and m.status = 'active';
end $$;

-- What the actor has deleted and may take back.
create or replace function app.deleted_organizations() returns table (id uuid, slug text, name text, deleted_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select o.id, o.slug, o.name, o.deleted_at
  from app.organizations o join app.organization_memberships m on m.organization_id = o.id
  where m.user_id = app.uid() and m.role = 'owner' and o.deleted_at is not null
  order by o.deleted_at;
end;

-- Organizations whose grace is over. One that was purged has nobody left.
create or replace function app.organizations_to_purge(grace_days int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  return query select o.id from app.organizations o
    where o.deleted_at <= now() - make_interval(days => grace_days)
      and exists (select from app.organization_memberships m where m.organization_id = o.id);
end $$;

-- Takes out of these posts what nobody has a right to any more: words and files. One that was sold stays, and so does one that
-- somebody holds or is about to pay for.
create or replace function app.empty_posts(posts uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.content c set
    title = 'Removed', slug = 'removed-' || c.id, description = '', content_body = null, category = null, tags = '[]',
    thumbnail_key = null, media_item_id = null, status = 'archived', deleted_at = coalesce(c.deleted_at, now()), updated_at = now()
  where c.id = any (posts)
    and not exists (select from app.purchases p where p.content_id = c.id)
    and not exists (select from app.checkouts k where k.content_id = c.id and k.status in ('open', 'awaiting_payment'))
    and not exists (select from app.content_access a
      where a.content_id = c.id and a.revoked_at is null and (a.expires_at is null or a.expires_at > now()));
end $$;

-- Takes out of a deleted organization what nobody has a right to any more: people, names, addresses, and the words and files of
-- posts that were never sold. Sold posts, purchases and the ledger stay, and so does the row they point at.
create or replace function app.purge_organization(organization uuid, grace_days int) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  perform from app.organizations o
  where o.id = purge_organization.organization and o.deleted_at <= now() - make_interval(days => grace_days) for update;
  if not found then return false; end if;
  perform app.empty_posts(array(select c.id from app.content c where c.organization_id = purge_organization.organization));
  delete from app.organization_invitations i where i.organization_id = purge_organization.organization;
  delete from app.organization_memberships m where m.organization_id = purge_organization.organization;
  delete from app.organization_role_definitions r where r.organization_id = purge_organization.organization;
  update app.organizations o set
    slug = 'closed-' || replace(o.id::text, '-', ''), name = 'Closed organization', description = null, logo_key = null, hero_key = null,
    accent_color = null, about_content = null, social_links = '{}', featured_content_ids = '[]', contact_email = null,
    custom_domain = null, custom_domain_token = null, custom_domain_verified_at = null, updated_at = now()
  where o.id = purge_organization.organization;
  insert into app.audit_events (organization_id, action, subject_type, subject_id)
  values (purge_organization.organization, 'organization.purge', 'organization', purge_organization.organization);
  return true;
end $$;

-- Claims a domain, or gives it up with null; either way nothing is served at it before it is verified anew. One that another
-- organization has verified is a unique_violation; a claim that was never verified gives way.
create or replace function app.set_custom_domain(organization uuid, domain text, token text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not coalesce(organization = any (app.orgs_as('owner')), false) then return false; end if;
  if exists (select from app.organizations o where o.custom_domain = domain and o.id <> organization and o.custom_domain_verified_at is not null) then
    raise unique_violation using message = 'this domain is taken', constraint = 'organizations_custom_domain_unique';
  end if;
  update app.organizations o set custom_domain = null, custom_domain_token = null
  where o.custom_domain = domain and o.id <> organization;
  update app.organizations o set
    custom_domain = domain, custom_domain_token = case when domain is not null then token end, custom_domain_verified_at = null, updated_at = now()
  where o.id = organization and o.custom_domain is distinct from domain;
  return found;
end $$;

-- The name servers have been asked, and the record holds this token. False: the claim has changed meanwhile.
create or replace function app.mark_domain_verified(organization uuid, domain text, token text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.organizations o set custom_domain_verified_at = now(), updated_at = now()
  where o.id = organization and o.id = any (app.orgs_as('owner')) and o.custom_domain = domain and o.custom_domain_token = token;
  return found;
end $$;

-- The record has been gone for days: nothing is served at the domain any more, and the owner is told. The claim stays.
create or replace function app.unverify_domain(organization uuid, domain text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  update app.organizations o set custom_domain_verified_at = null, updated_at = now()
  where o.id = organization and o.custom_domain = domain and o.custom_domain_verified_at is not null;
  if not found then return false; end if;
  insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
  select u.email, u.id, 'domain_lost', jsonb_build_object('organizationId', organization::text, 'domain', domain),
    'domain_lost:' || organization || ':' || domain || ':' || extract(epoch from now())::bigint
  from app.organization_memberships m join app.users u on u.id = m.user_id and u.deleted_at is null
  where m.organization_id = organization and m.role = 'owner';
  insert into app.audit_events (organization_id, action, subject_type, subject_id, detail)
  values (organization, 'organization.domain_lost', 'organization', organization, jsonb_build_object('domain', domain));
  return true;
end $$;
