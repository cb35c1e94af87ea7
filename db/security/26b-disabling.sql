-- The platform owner disables an account, and enables it again.

-- Does it, with the audit event and the promised mail, and ends the person's sessions, whose ids it answers. `standing` says how it
-- went: `changed`, `unchanged` when it was so already, or what stands against it, which is written down as well. The session must
-- have proved who it is within ten minutes, and ever in a second way.
create or replace function app.set_account_disabled(session text, person uuid, disabled boolean, reason text, ip text, agent text)
returns table (standing text, ended text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  own app.sessions;
  known app.users;
  result text;
  gone text[] := '{}';
begin
  -- Held in one order, so that two owners who disable each other do it one after the other, and the second finds themselves disabled.
  perform from app.users u where u.id in (app.uid(), set_account_disabled.person) order by u.id for update;
  if not app.is_platform_owner()
    or not exists (select from app.users u where u.id = app.uid() and u.role = 'platform_owner' and u.deleted_at is null and u.disabled_at is null)
  then raise insufficient_privilege using message = 'accounts are disabled by the platform owner'; end if;
  select * into own from app.sessions s
  where s.id = set_account_disabled.session and s.user_id = app.uid() and s.expires_at > now() and s.absolute_expires_at > now();
  select * into known from app.users u where u.id = set_account_disabled.person and u.deleted_at is null;
  result := case
    when own.id is null or own.authenticated_at < now() - interval '10 minutes' then 'stale_authentication'
    when own.second_factor_at is null then 'no_second_factor'
    when known.id is null then 'no_such_person'
    when known.id = app.uid() then 'oneself'
    when (known.disabled_at is not null) = set_account_disabled.disabled then 'unchanged'
    else 'changed'
  end;
  if result = 'changed' then
    update app.users u set disabled_at = case when set_account_disabled.disabled then now() end, updated_at = now() where u.id = known.id;
    with deleted as (delete from app.sessions s where s.user_id = known.id returning s.id)
    select coalesce(array_agg(deleted.id), '{}') into gone from deleted;
    insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
    values (known.email, known.id, case when set_account_disabled.disabled then 'account_disabled' else 'account_enabled' end,
      jsonb_build_object('reason', set_account_disabled.reason), 'account_disabled:' || gen_random_uuid());
  end if;
  if result <> 'unchanged' then
    insert into app.audit_events (user_id, action, subject_type, subject_id, result, ip_address, user_agent, detail)
    values (app.uid(), case when set_account_disabled.disabled then 'account.disable' else 'account.enable' end,
      'user', set_account_disabled.person, case when result = 'changed' then 'success' else 'refused' end, ip, left(agent, 400),
      case when result = 'changed' then jsonb_build_object('reason', set_account_disabled.reason) else jsonb_build_object('why', result) end);
  end if;
  return query select result, gone;
end $$;
