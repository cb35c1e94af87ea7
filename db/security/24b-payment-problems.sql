-- Payments that did not become a purchase as they should: the facts are kept, the platform owner is told, the money goes back.

-- Promises the buyer a mail about a payment; what is promised twice is one mail. No row: they are gone, or it was promised before.
create or replace function app.promise_payment_mail(person uuid, kind text, tells_of jsonb) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare mail uuid;
begin
  perform app.require_system();
  insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
  select u.email, u.id, kind, tells_of, kind || ':' || (tells_of ->> 'checkoutId')
  from app.users u where u.id = person and u.deleted_at is null
  on conflict (dedupe_key) do nothing
  returning id into mail;
  return mail;
end $$;

-- Writes down what Stripe says of such a payment, as often as it is looked at, and answers whether it was unknown. The platform
-- owners are told of the first: by the log, and by mail, at most one an hour to each, because a wrong setting makes many.
create or replace function app.note_payment_problem(
  checkout uuid, session text, payment_intent text, kind text, paid bigint, paid_currency text, refunded bigint, is_over boolean, refused text
) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_id uuid;
  is_new boolean;
begin
  perform app.require_system();
  insert into app.payment_problems as o (checkout_id, stripe_session_id, stripe_payment_intent_id, problem, paid_cents, currency,
    refunded_cents, refund_error, resolved_at)
  values (checkout, session, payment_intent, kind, paid, lower(paid_currency), refunded, left(refused, 500), case when is_over then now() end)
  on conflict (stripe_session_id) do update set
    refunded_cents = excluded.refunded_cents, refund_error = coalesce(excluded.refund_error, o.refund_error),
    resolved_at = case when is_over then coalesce(o.resolved_at, now()) end
  returning o.id, o.xmax = 0 into found_id, is_new;
  if not is_new then return false; end if;
  insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, detail)
  select k.customer_id, k.organization_id, 'purchase.mismatch', 'checkout', k.id,
    jsonb_build_object('amountCents', paid, 'currency', lower(paid_currency))
  from app.checkouts k where k.id = checkout;
  insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
  select u.email, u.id, 'payment_problem', jsonb_build_object('problemId', found_id), 'payment_problem:' || found_id || ':' || u.id
  from app.users u
  where u.role = 'platform_owner' and u.deleted_at is null and u.disabled_at is null
    and not exists (
      select from app.email_logs e
      where e.user_id = u.id and e.email_type = 'payment_problem' and e.created_at > now() - interval '1 hour')
  on conflict (dedupe_key) do nothing;
  return true;
end $$;
