-- The archive of everything about a person. A job reads it through one function, page by page, and only while it holds the
-- archive of that person: it has no rights to their tables.

-- What sorts the rows of an archive: by age, and each once.
create or replace function app.export_key(made timestamptz, id text) returns text language sql immutable parallel safe
  return to_char(made at time zone 'utc', 'YYYYMMDDHH24MISSUS') || ' ' || id;

-- The next rows of a section, at most so many, after the key of the last one. Nothing unless this very try at an archive is
-- running. Secrets and hashes are not named here, nor is anybody else: of what others did it tells that they did.
create or replace function app.export_page(export uuid, run int, section text, after text, most int)
returns table (key text, "row" json)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  with person as (
    select u.* from app.data_exports e join app.users u on u.id = e.user_id and u.deleted_at is null
    where e.id = export_page.export and e.attempts = export_page.run and e.status = 'running' and app.is_system()
  )
  select page.key, page."row" from (
    select app.export_key(u.created_at, u.id::text) as key, row_to_json(r) as "row"
    from person u cross join lateral (
      select u.id, u.email, u.full_name, u.bio, u.role, u.email_verified_at, u.stripe_customer_id, u.deletion_due_at, u.created_at, u.updated_at
    ) r where section = 'account'
    union all
    select app.export_key(m.created_at, m.id::text), row_to_json(r)
    from person u join app.organization_memberships m on m.user_id = u.id
    join app.organizations o on o.id = m.organization_id
    left join app.organization_role_definitions d on d.id = m.custom_role_id
    cross join lateral (
      select o.slug as organization, o.name as organization_name, m.role, d.name as custom_role, m.permissions, m.status,
        m.invited_at, m.joined_at, m.created_at
    ) r where section = 'memberships'
    union all
    select app.export_key(o.created_at, o.id::text), row_to_json(r)
    from person u join app.organization_memberships m on m.user_id = u.id and m.role = 'owner'
    join app.organizations o on o.id = m.organization_id
    cross join lateral (
      select o.id, o.slug, o.name, o.description, o.about_content, o.contact_email, o.social_links, o.primary_color, o.accent_color,
        o.timezone, o.currency, o.is_public, o.requires_second_factor, o.featured_content_ids, o.custom_domain,
        o.custom_domain_verified_at, o.created_at, o.updated_at, o.deleted_at
    ) r where section = 'organizations'
    union all
    select app.export_key(i.created_at, i.id::text), row_to_json(r)
    from person u join app.organization_invitations i on i.email = u.email
    join app.organizations o on o.id = i.organization_id
    left join app.organization_role_definitions d on d.id = i.custom_role_id
    cross join lateral (
      select o.slug as organization, o.name as organization_name, i.role, d.name as custom_role, i.created_at, i.expires_at,
        i.accepted_at, i.declined_at, i.revoked_at
    ) r where section = 'invitations'
    union all
    select app.export_key(s.created_at, s.id), row_to_json(r)
    from person u join app.sessions s on s.user_id = u.id
    cross join lateral (
      select s.ip_address, s.user_agent, s.created_at, s.last_seen_at, s.authenticated_at, s.second_factor_at, s.expires_at
    ) r where section = 'devices'
    union all
    select app.export_key(f.created_at, f.id), row_to_json(r)
    from person u cross join lateral (
      select t.user_id::text as id, 'authenticator_app' as kind, null::text as name, t.created_at, t.confirmed_at as used_at
      from app.totp_factors t where t.user_id = u.id
      union all
      select p.id, 'passkey', p.name, p.created_at, p.last_used_at from app.passkeys p where p.user_id = u.id
      union all
      select c.id::text, 'recovery_code', null, c.created_at, c.used_at from app.recovery_codes c where c.user_id = u.id
    ) f cross join lateral (
      select f.kind, f.name, f.created_at as added_at, case when f.kind <> 'authenticator_app' then f.used_at end as last_used_at
    ) r where section = 'second_factors'
    union all
    select app.export_key(p.created_at, p.id::text), row_to_json(r)
    from person u join app.purchases p on p.customer_id = u.id
    join app.content c on c.id = p.content_id left join app.organizations o on o.id = p.organization_id
    cross join lateral (
      select p.id, p.checkout_id, c.title, o.name as seller, p.amount_paid_cents, p.currency, p.status, p.purchased_at, p.refunded_at,
        p.refund_amount_cents, p.refund_reason, p.dispute_status
    ) r where section = 'purchases'
    union all
    select app.export_key(k.created_at, k.id::text), row_to_json(r)
    from person u join app.checkouts k on k.customer_id = u.id join app.content c on c.id = k.content_id
    cross join lateral (
      select k.id, c.title, k.amount_cents, k.currency, k.status, k.created_at, k.expires_at
    ) r where section = 'checkouts'
    union all
    select app.export_key(p.created_at, p.id::text), row_to_json(r)
    from person u join app.purchases p on p.creator_id = u.id
    join app.content c on c.id = p.content_id left join app.organizations o on o.id = p.organization_id
    cross join lateral (
      select p.id, c.title, o.name as organization_name, p.amount_paid_cents, p.platform_fee_cents, p.organization_fee_cents,
        p.creator_payout_cents, p.creator_payout_status, p.currency, p.status, p.purchased_at, p.refunded_at, p.refund_amount_cents
    ) r where section = 'sales'
    union all
    select app.export_key(a.created_at, a.id::text), row_to_json(r)
    from person u join app.content_access a on a.user_id = u.id join app.content c on c.id = a.content_id
    cross join lateral (
      select c.title, a.access_type, a.granted_at, a.expires_at, a.revoked_at, a.last_accessed_at
    ) r where section = 'access'
    union all
    select app.export_key(v.created_at, v.id::text), row_to_json(r)
    from person u join app.video_playback v on v.user_id = u.id join app.content c on c.id = v.content_id
    cross join lateral (
      select c.title, v.position_seconds, v.duration_seconds, v.completed, v.created_at, v.updated_at
    ) r where section = 'playback'
    union all
    select app.export_key(c.created_at, c.id::text), row_to_json(r)
    from person u join app.content c on c.creator_id = u.id left join app.organizations o on o.id = c.organization_id
    cross join lateral (
      select c.id, o.slug as organization, c.title, c.slug, c.content_type, c.description, c.content_body as body, c.category, c.tags,
        c.visibility, c.price_cents, c.currency, c.status, c.downloads_allowed, c.media_item_id as media_id, c.view_count,
        c.purchase_count, c.published_at, c.created_at, c.updated_at, c.deleted_at
    ) r where section = 'posts'
    union all
    select app.export_key(m.created_at, m.id::text), row_to_json(r)
    from person u join app.media_items m on m.creator_id = u.id
    cross join lateral (
      select m.id, m.title, m.description, m.media_type, m.status, m.original_filename, m.file_size_bytes, m.mime_type,
        m.original_sha256, m.duration_seconds, m.width, m.height, m.uploaded_at, m.ready_at, m.created_at, m.updated_at, m.deleted_at
    ) r where section = 'media'
    union all
    select app.export_key(e.created_at, e.id::text), row_to_json(r)
    from person u join app.audit_events e on e.user_id = u.id or (e.subject_id = u.id::text and e.subject_type = 'user')
    left join app.organizations o on o.id = e.organization_id
    cross join lateral (
      select e.created_at, case when e.user_id = u.id then 'you' when e.user_id is null then 'nobody signed in' else 'somebody else' end as by,
        e.action, e.result, o.slug as organization, e.subject_type, e.subject_id,
        case when e.user_id = u.id then e.ip_address end as ip_address, case when e.user_id = u.id then e.user_agent end as user_agent
    ) r where section = 'activity'
    union all
    select app.export_key(p.started_at, p.id::text), row_to_json(r)
    from person u join app.support_sessions p on p.person_id = u.id
    cross join lateral (select p.reason, p.started_at, p.expires_at, p.ended_at) r where section = 'support_visits'
    union all
    select app.export_key(l.created_at, l.id::text), row_to_json(r)
    from person u join app.email_logs l on l.user_id = u.id or (l.user_id is null and l.recipient_email = u.email)
    cross join lateral (
      select l.email_type, l.recipient_email, l.subject, l.status, l.created_at, l.sent_at, l.delivered_at
    ) r where section = 'mails'
    union all
    select app.export_key(x.created_at, x.id::text), row_to_json(r)
    from person u join app.data_exports x on x.user_id = u.id
    cross join lateral (
      select x.id, x.status, x.bytes, x.created_at, x.ready_at, x.expires_at
    ) r where section = 'archives'
  ) page
  where page.key > export_page.after
  order by page.key limit export_page.most;
end;

-- The archive is stored: its person may fetch it for so many days, and is told. Answers the promised mail; null when another try
-- has taken over.
create or replace function app.finish_export(export uuid, run int, key text, bytes bigint, days int) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid;
  mail uuid;
begin
  perform app.require_system();
  update app.data_exports e set
    status = 'ready', storage_key = key, bytes = finish_export.bytes, ready_at = now(), expires_at = now() + make_interval(days => days), updated_at = now()
  where e.id = export and e.attempts = run and e.status = 'running' returning e.user_id into person;
  if person is null then return null; end if;
  insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
  select u.email, u.id, 'export_ready', jsonb_build_object('exportId', export), 'export_ready:' || export
  from app.users u where u.id = person and u.deleted_at is null
  returning email_logs.id into mail;
  return mail;
end $$;
