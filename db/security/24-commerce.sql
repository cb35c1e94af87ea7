-- Money. The application cannot write these tables: it can only ask for a checkout at the price the row says,
-- and report what Stripe says of it.

-- Opens (or finds again) the actor's checkout of a post. The price is the row's; nothing of the request is believed.
-- No row: not for sale to this person (see access_to for why).
create or replace function app.begin_checkout(content uuid, lifetime interval)
returns table (id uuid, amount_cents int, currency text, status text, stripe_session_id text, stripe_url text, expires_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  if not exists (select from app.users u where u.id = app.uid() and u.email_verified_at is not null and u.deletion_due_at is null) then
    raise insufficient_privilege using message = 'nobody is signed in whose address is proved and whose account stays';
  end if;
  -- One checkout at a time for a person and a post, however many tabs ask.
  perform pg_advisory_xact_lock(hashtextextended(app.uid()::text || begin_checkout.content::text, 0));
  return query
    select k.id, k.amount_cents, k.currency, k.status, k.stripe_session_id, k.stripe_url, k.expires_at
    from app.checkouts k join app.content c on c.id = k.content_id
    where k.customer_id = app.uid() and k.content_id = begin_checkout.content
      and (k.status = 'awaiting_payment'
        -- One that never reached Stripe must leave it the half hour that Stripe gives every session at least.
        or k.status = 'open'
          and k.expires_at > now() + case when k.stripe_session_id is null then interval '40 minutes' else interval '2 minutes' end
          and k.amount_cents = c.price_cents and k.currency = c.currency)
    order by k.status, k.created_at desc limit 1;
  if found then return; end if;
  return query
    insert into app.checkouts (customer_id, content_id, organization_id, creator_id, amount_cents, currency, expires_at)
    select app.uid(), c.id, c.organization_id, c.creator_id, c.price_cents, c.currency, now() + lifetime
    from app.content c, app.access_to(begin_checkout.content) may
    where c.id = begin_checkout.content and c.status = 'published' and c.price_cents > 0 and c.deleted_at is null
      and not may.can_watch
    -- Waits for an editor who holds the post, and looks again: nothing is sold that was deleted a moment ago.
    for key share of c
    returning checkouts.id, checkouts.amount_cents, checkouts.currency, checkouts.status,
      checkouts.stripe_session_id, checkouts.stripe_url, checkouts.expires_at;
end $$;

-- Is somebody about to pay for this post? Not who: that is the platform owner's to know.
create or replace function app.is_being_bought(content uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select from app.checkouts k where k.content_id = is_being_bought.content and k.status in ('open', 'awaiting_payment')
  );
end;

-- Keeps the session of the actor's own checkout and answers where it is paid: the first one that was kept, whoever asks.
create or replace function app.attach_stripe_session(checkout uuid, session text, url text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare kept text;
begin
  update app.checkouts k set stripe_session_id = coalesce(k.stripe_session_id, session), updated_at = now(),
    stripe_url = case when coalesce(k.stripe_session_id, session) = session then url else k.stripe_url end
  where k.id = checkout and k.customer_id = app.uid()
  returning k.stripe_url into kept;
  if not found then raise no_data_found using message = 'no such checkout'; end if;
  return kept;
end $$;

-- What settling needs to know of a checkout, by the id that Stripe gives back to us. Like all of settling it is for the
-- platform itself: a request that acts for a person finds nothing here and writes nothing.
create or replace function app.checkout_to_settle(checkout uuid)
returns table (id uuid, content_id uuid, organization_id uuid, customer_id uuid, amount_cents int, currency text, status text, stripe_session_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select k.id, k.content_id, k.organization_id, k.customer_id, k.amount_cents, k.currency, k.status, k.stripe_session_id
  from app.checkouts k where k.id = checkout and app.is_system();
end;

-- The split in force for an organization's sales: its own, else the platform's.
create or replace function app.split_in_force(organization uuid)
returns table (id uuid, platform_basis_points int, platform_flat_fee_cents int, organization_basis_points int, organization_flat_fee_cents int)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id, s.platform_basis_points, s.platform_flat_fee_cents, s.organization_basis_points, s.organization_flat_fee_cents
  from app.revenue_split_configurations s
  where s.active and s.effective_from <= now() and (s.effective_until is null or s.effective_until > now())
    and (s.organization_id is null or s.organization_id = organization)
    and app.is_system()
  order by s.organization_id nulls last limit 1;
end;

-- Writes what Stripe says of a checkout: purchase, split, access and the promised mail, in one transaction.
-- It takes the whole state and not a step, so that any order and any number of calls end the same.
--   payment: open | unpaid | paid | failed | expired      dispute: null | open | won | lost
-- Answers how the checkout stands after it: open, awaiting_payment, expired, failed, completed, refunded, duplicate (paid a
-- second time for the same post) or mismatch (what was paid is not what was asked), and whether this call made it so. Of the last
-- two the caller gives the money back. `not_ours`: a session that is not the checkout's, and that nobody paid.
create or replace function app.settle_checkout(
  checkout uuid, session text, payment text, payment_intent text, paid_cents bigint, paid_currency text,
  refunded_cents bigint, refund text, dispute text,
  split uuid, platform_cents int, organization_cents int, creator_cents int
) returns table (standing text, is_news boolean, purchase_id uuid, email_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  k app.checkouts;
  before app.purchases;
  bought app.purchases;
  is_refunded boolean := settle_checkout.refunded_cents >= settle_checkout.paid_cents and settle_checkout.paid_cents > 0
    or coalesce(settle_checkout.dispute = 'lost', false);
  is_duplicate boolean;
  result text;
  news boolean;
  mail uuid;
  -- Disputes come within 120 days: until then what has ended is compared with Stripe every day.
  next_look timestamptz;
begin
  perform app.require_system();
  select * into k from app.checkouts where checkouts.id = settle_checkout.checkout for update;
  if not found then raise no_data_found using message = 'no such checkout'; end if;
  next_look := case when k.created_at > now() - interval '120 days' then now() + interval '1 day' end;
  if k.stripe_session_id is not null and k.stripe_session_id is distinct from session then
    if payment = 'paid' then
      news := app.note_payment_problem(k.id, session, payment_intent, 'session', paid_cents, paid_currency, refunded_cents, is_refunded, null);
    end if;
    return query select case when payment = 'paid' then 'mismatch' else 'not_ours' end, coalesce(news, false), null::uuid, null::uuid;
    return;
  end if;
  if k.stripe_session_id is null then update app.checkouts set stripe_session_id = session where checkouts.id = k.id; end if;

  if payment <> 'paid' then
    result := case when k.status in ('completed', 'mismatch') then k.status when payment = 'unpaid' then 'awaiting_payment' else payment end;
    news := result <> k.status and result <> 'open';
    update app.checkouts set status = case when news then result else status end, reconciled_at = now(),
      compare_at = case when k.status in ('completed', 'mismatch') then next_look end,
      updated_at = case when news then now() else updated_at end
    where checkouts.id = k.id;
    if news and result = 'failed' then
      mail := app.promise_payment_mail(k.customer_id, 'payment_failed', jsonb_build_object('checkoutId', k.id));
    end if;
    return query select result, news, null::uuid, mail;
    return;
  end if;

  if k.status <> 'completed' and (paid_cents <> k.amount_cents or lower(paid_currency) <> k.currency) then
    news := app.note_payment_problem(k.id, session, payment_intent, 'amount', paid_cents, paid_currency, refunded_cents, is_refunded, null);
    update app.checkouts set status = 'mismatch', reconciled_at = now(),
      compare_at = case when is_refunded then next_look else now() + interval '1 hour' end,
      updated_at = case when news then now() else updated_at end
    where checkouts.id = k.id;
    if news then
      mail := app.promise_payment_mail(k.customer_id, 'payment_returned', jsonb_build_object('checkoutId', k.id));
    end if;
    return query select 'mismatch', news, null::uuid, mail;
    return;
  end if;
  -- Settlements of one person and post wait for each other: the partial unique index must never decide.
  perform pg_advisory_xact_lock(hashtextextended(k.customer_id::text || k.content_id::text, 0));
  select * into before from app.purchases where purchases.checkout_id = k.id;
  -- Money that has gone back already is no second payment, though the post was bought again since.
  is_duplicate := coalesce(before.refund_reason = 'duplicate', false)
    or not is_refunded and exists (
      select from app.purchases other where other.customer_id = k.customer_id and other.content_id = k.content_id
        and other.status = 'completed' and other.checkout_id <> k.id);

  insert into app.purchases (
    customer_id, content_id, organization_id, creator_id, checkout_id, amount_paid_cents, currency, stripe_payment_intent_id,
    revenue_split_config_id, platform_fee_cents, organization_fee_cents, creator_payout_cents, status, purchased_at, refunded_at, refund_reason)
  values (
    k.customer_id, k.content_id, k.organization_id, k.creator_id, k.id, k.amount_cents, k.currency, payment_intent,
    split, platform_cents, organization_cents, creator_cents,
    case when is_refunded or is_duplicate then 'refunded' else 'completed' end, now(),
    case when is_refunded or is_duplicate then now() end, case when is_duplicate then 'duplicate' end)
  on conflict (checkout_id) do nothing;

  update app.purchases p set
    status = case when is_refunded or is_duplicate then 'refunded' else 'completed' end,
    refunded_at = case when is_refunded or is_duplicate then coalesce(p.refunded_at, now()) end,
    refund_amount_cents = least(refunded_cents, p.amount_paid_cents),
    stripe_refund_id = coalesce(refund, p.stripe_refund_id),
    refund_reason = case
      when is_duplicate then 'duplicate'
      when coalesce(settle_checkout.dispute = 'lost', false) then 'dispute_lost'
      when refunded_cents > 0 then coalesce(p.refund_reason, 'refunded') end,
    dispute_status = settle_checkout.dispute,
    updated_at = now()
  where p.checkout_id = k.id
  returning * into bought;
  update app.checkouts set status = 'completed', reconciled_at = now(), compare_at = next_look, updated_at = now() where checkouts.id = k.id;
  update app.payment_problems o set
    refunded_cents = settle_checkout.refunded_cents, resolved_at = case when is_refunded then coalesce(o.resolved_at, now()) end
  where o.stripe_session_id = session;

  if bought.status = 'completed' then
    insert into app.content_access (user_id, content_id, organization_id, access_type)
    values (k.customer_id, k.content_id, k.organization_id, 'purchased')
    on conflict (user_id, content_id) do update
      set access_type = 'purchased', expires_at = null, revoked_at = null, updated_at = now(),
          granted_at = case when content_access.revoked_at is null and content_access.access_type = 'purchased' then content_access.granted_at else now() end;
  elsif not is_duplicate then
    update app.content_access a set revoked_at = coalesce(a.revoked_at, now()), updated_at = now()
    where a.user_id = k.customer_id and a.content_id = k.content_id and a.access_type = 'purchased'
      and not exists (
        select from app.purchases other where other.customer_id = k.customer_id and other.content_id = k.content_id and other.status = 'completed');
  end if;

  result := case when is_duplicate then 'duplicate' else bought.status end;
  news := case when is_duplicate then before.refund_reason is distinct from 'duplicate' else before.status is distinct from bought.status end;

  if news and is_duplicate then
    insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, detail)
    values (k.customer_id, k.organization_id, 'purchase.duplicate', 'purchase', bought.id,
      jsonb_build_object('amountCents', bought.amount_paid_cents, 'currency', bought.currency));
  end if;
  if news and not is_duplicate then
    update app.content c set purchase_count = greatest(0, c.purchase_count + case
      when result = 'completed' then 1 when before.status = 'completed' then -1 else 0 end)
    where c.id = k.content_id;
    insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, detail)
    values (k.customer_id, k.organization_id, 'purchase.' || result, 'purchase', bought.id,
      jsonb_build_object('amountCents', bought.amount_paid_cents, 'currency', bought.currency));
    insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
    select u.email, u.id, case result when 'completed' then 'purchase_receipt' else 'purchase_refunded' end,
      jsonb_build_object('purchaseId', bought.id), result || ':' || bought.id
    from app.users u where u.id = k.customer_id and u.deleted_at is null
    on conflict (dedupe_key) do nothing
    returning email_logs.id into mail;
  end if;
  return query select result, news, bought.id, mail;
end $$;

-- Remembers an event of Stripe. False: it was worked on to the end before.
create or replace function app.note_stripe_event(event text, kind text, object text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  insert into app.stripe_events (id, type, object_id) values (event, kind, object) on conflict (id) do nothing;
  return exists (select from app.stripe_events e where e.id = event and e.processed_at is null);
end $$;

create or replace function app.finish_stripe_event(event text, problem text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  update app.stripe_events e set processed_at = case when problem is null then now() end, error = left(problem, 1000) where e.id = event;
end $$;

-- What is left of a purchase and whose it is. What was given back in part is taken off every share alike, rounded down; the
-- creator has the remainder, as in the split itself. Of a purchase that was given back whole nothing is left.
create or replace function app.kept_of(purchase app.purchases)
returns table (amount_cents bigint, organization_fee_cents bigint, creator_payout_cents bigint)
language sql immutable parallel safe
begin atomic
  select net.amount, net.organization_fee, net.amount - net.organization_fee - (purchase).platform_fee_cents * net.amount / net.paid
  from (select left_over.amount, left_over.paid, (purchase).organization_fee_cents * left_over.amount / left_over.paid as organization_fee
    from (select ((purchase).amount_paid_cents - (purchase).refund_amount_cents)::bigint as amount,
      greatest(1, (purchase).amount_paid_cents)::bigint as paid) left_over) net
  where (purchase).status = 'completed';
end;

-- Sales of an organization for whoever may see them, without the people who bought.
create or replace function app.sales_of_organization(organization uuid)
returns table (content_id uuid, title text, currency text, sold int, refunded int, amount_cents bigint, organization_fee_cents bigint, creator_payout_cents bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select p.content_id, c.title, p.currency,
    (count(*) filter (where p.status = 'completed'))::int, (count(*) filter (where p.status = 'refunded'))::int,
    coalesce(sum(kept.amount_cents), 0), coalesce(sum(kept.organization_fee_cents), 0), coalesce(sum(kept.creator_payout_cents), 0)
  from app.purchases p join app.content c on c.id = p.content_id left join lateral app.kept_of(p) kept on true
  where p.organization_id = organization
    and (organization = any (app.orgs_allowing('sales.view')) or app.is_platform_owner())
  group by p.content_id, c.title, p.currency
  order by 6 desc;
end;

-- What the actor's own posts there earned for them: their payout, and nothing of what others had of it.
create or replace function app.own_earnings(organization uuid)
returns table (content_id uuid, title text, currency text, sold int, refunded int, creator_payout_cents bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select p.content_id, c.title, p.currency,
    (count(*) filter (where p.status = 'completed'))::int, (count(*) filter (where p.status = 'refunded'))::int,
    coalesce(sum(kept.creator_payout_cents), 0)
  from app.purchases p join app.content c on c.id = p.content_id left join lateral app.kept_of(p) kept on true
  where p.organization_id = organization and p.creator_id = app.uid()
  group by p.content_id, c.title, p.currency
  order by 6 desc;
end;
