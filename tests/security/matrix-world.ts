/**
 * Two organizations, A (open to the public) and B (private), with at least one row in every table. Every id ends in a tag
 * of three digits, so that the matrix can name rows. `customer` and `otherCustomer` have each bought; `stranger` has an account
 * and nothing else.
 */
export const idOf = (tag: number) => `00000000-0000-4000-8000-${String(tag).padStart(12, '0')}`

export const actors = {
  guest: ['', 'guest'],
  stranger: [idOf(9), 'customer'],
  customer: [idOf(5), 'customer'],
  otherCustomer: [idOf(12), 'customer'],
  memberA: [idOf(13), 'customer'],
  memberB: [idOf(6), 'customer'],
  subscriberB: [idOf(7), 'customer'],
  creatorA: [idOf(2), 'creator'],
  otherCreatorA: [idOf(10), 'creator'],
  creatorB: [idOf(3), 'creator'],
  ownerA: [idOf(1), 'creator'],
  adminA: [idOf(11), 'creator'],
  adminB: [idOf(4), 'creator'],
  platform: [idOf(8), 'platform_owner'],
} as const

export type ActorName = keyof typeof actors

const i = (tag: number) => `'${idOf(tag)}'::uuid`

export const matrixWorld = `
insert into app.users (id, email, full_name, password_hash, email_verified_at, role)
  select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'u' || n || '@codex.test', 'U' || n, 'h', now(),
    case when n = 8 then 'platform_owner' when n in (1, 2, 3, 4, 10, 11) then 'creator' else 'customer' end
  from generate_series(1, 13) n;
insert into app.sessions (id, user_id, expires_at, absolute_expires_at) values
  ('session-005', ${i(5)}, now() + interval '1 day', now() + interval '1 day'),
  ('session-012', ${i(12)}, now() + interval '1 day', now() + interval '1 day');
insert into app.organizations (id, slug, name, is_public) values (${i(101)}, 'a', 'A', true), (${i(102)}, 'b', 'B', false);
insert into app.organization_memberships (id, organization_id, user_id, role) values
  (${i(111)}, ${i(101)}, ${i(1)}, 'owner'), (${i(112)}, ${i(101)}, ${i(2)}, 'creator'), (${i(113)}, ${i(101)}, ${i(10)}, 'creator'),
  (${i(114)}, ${i(101)}, ${i(11)}, 'admin'), (${i(115)}, ${i(101)}, ${i(13)}, 'member'), (${i(121)}, ${i(102)}, ${i(4)}, 'admin'), (${i(122)}, ${i(102)}, ${i(3)}, 'creator'),
  (${i(123)}, ${i(102)}, ${i(6)}, 'member'), (${i(124)}, ${i(102)}, ${i(7)}, 'subscriber');
insert into app.media_items (id, creator_id, title, media_type, status, original_key, original_filename, file_size_bytes, mime_type) values
  (${i(201)}, ${i(2)}, 'used in A', 'video', 'ready', '${idOf(2)}/originals/${idOf(201)}/f', 'f', 1, 'video/mp4'),
  (${i(202)}, ${i(3)}, 'used in B', 'video', 'ready', '${idOf(3)}/originals/${idOf(202)}/f', 'f', 1, 'video/mp4'),
  (${i(203)}, ${i(2)}, 'used nowhere', 'video', 'ready', '${idOf(2)}/originals/${idOf(203)}/f', 'f', 1, 'video/mp4');
insert into app.uploads (id, media_item_id, creator_id, storage_upload_id, key, content_type, size_bytes, part_size_bytes, fingerprint, expires_at) values
  (${i(221)}, ${i(203)}, ${i(2)}, 's', 'k', 'video/mp4', 1, 1, 'x', now());
insert into app.upload_parts (upload_id, creator_id, part_number, etag, size_bytes) values (${i(221)}, ${i(2)}, 1, 'e', 1);
insert into app.renditions (id, media_item_id, creator_id, generation, kind, name, codecs, bandwidth, average_bandwidth, bytes, duration_seconds, parts) values
  (${i(231)}, ${i(201)}, ${i(2)}, 1, 'video', '360p', 'c', 1, 1, 1, 1, '[]'),
  (${i(232)}, ${i(202)}, ${i(3)}, 1, 'video', '360p', 'c', 1, 1, 1, 1, '[]');
insert into app.transcode_tasks (id, media_item_id, creator_id, generation, kind, cost, scratch_bytes) values
  (${i(241)}, ${i(201)}, ${i(2)}, 1, 'chunk', 1, 1);
insert into app.content (id, creator_id, organization_id, media_item_id, status, title, slug, content_type, visibility, published_at) values
  (${i(301)}, ${i(2)}, ${i(101)}, ${i(201)}, 'published', 'A public', 'a', 'video', 'public', now()),
  (${i(302)}, ${i(2)}, ${i(101)}, null, 'draft', 'A draft', 'b', 'written', 'public', null),
  (${i(303)}, ${i(3)}, ${i(102)}, ${i(202)}, 'published', 'B bought', 'c', 'video', 'purchased_only', now()),
  (${i(304)}, ${i(3)}, ${i(102)}, null, 'draft', 'B draft', 'd', 'written', 'public', null),
  (${i(305)}, ${i(2)}, ${i(101)}, ${i(201)}, 'published', 'A private', 'e', 'video', 'private', now()),
  (${i(306)}, ${i(2)}, ${i(101)}, ${i(201)}, 'archived', 'A archived, bought', 'f', 'video', 'purchased_only', now()),
  (${i(307)}, ${i(2)}, null, null, 'published', 'personal', 'g', 'written', 'public', now()),
  (${i(308)}, ${i(2)}, null, null, 'draft', 'personal draft', 'h', 'written', 'public', null);
insert into app.checkouts (id, customer_id, content_id, organization_id, creator_id, amount_cents, currency, expires_at) values
  (${i(411)}, ${i(5)}, ${i(303)}, ${i(102)}, ${i(3)}, 500, 'usd', now()), (${i(412)}, ${i(5)}, ${i(306)}, ${i(101)}, ${i(2)}, 500, 'usd', now()),
  (${i(413)}, ${i(12)}, ${i(306)}, ${i(101)}, ${i(2)}, 500, 'usd', now());
insert into app.purchases (id, customer_id, content_id, organization_id, creator_id, checkout_id, amount_paid_cents, currency, stripe_payment_intent_id, creator_payout_cents, status) values
  (${i(401)}, ${i(5)}, ${i(303)}, ${i(102)}, ${i(3)}, ${i(411)}, 500, 'usd', 'pi_1', 500, 'completed'),
  (${i(402)}, ${i(5)}, ${i(306)}, ${i(101)}, ${i(2)}, ${i(412)}, 500, 'usd', 'pi_2', 500, 'completed'),
  (${i(403)}, ${i(12)}, ${i(306)}, ${i(101)}, ${i(2)}, ${i(413)}, 500, 'usd', 'pi_3', 500, 'completed');
insert into app.content_access (id, user_id, content_id, access_type) values (${i(421)}, ${i(5)}, ${i(303)}, 'purchased'), (${i(422)}, ${i(5)}, ${i(306)}, 'purchased'),
  (${i(423)}, ${i(12)}, ${i(306)}, 'purchased');
insert into app.video_playback (id, user_id, content_id, duration_seconds) values (${i(431)}, ${i(5)}, ${i(303)}, 10), (${i(432)}, ${i(12)}, ${i(306)}, 10);
insert into app.payment_problems (id, checkout_id, stripe_session_id, problem, paid_cents, currency) values (${i(491)}, ${i(412)}, 'cs_1', 'amount', 400, 'usd');
insert into app.stripe_replay (worked_to) values (now());
insert into app.stripe_events (id, type, object_id) values ('evt_001', 't', 'o');
insert into app.email_logs (id, recipient_email, user_id, email_type, dedupe_key) values (${i(501)}, 'u5@codex.test', ${i(5)}, 'welcome', 'w');
insert into app.audit_events (id, user_id, organization_id, action) values (${i(601)}, ${i(2)}, ${i(101)}, 'content.publish'), (${i(602)}, ${i(3)}, ${i(102)}, 'content.publish');
insert into app.revenue_split_configurations (id, organization_id, model) values (${i(701)}, ${i(101)}, 'percentage');
update app.revenue_split_configurations set id = ${i(700)} where organization_id is null;
insert into app.account_tokens (id, user_id, purpose, email, token_hash, expires_at) values (${i(901)}, ${i(5)}, 'verify_email', 'u5@codex.test', 'h', now());
insert into app.totp_factors (user_id, sealed_secret) values (${i(5)}, 's');
insert into app.recovery_codes (id, user_id, code_hash) values (${i(911)}, ${i(5)}, 'h');
insert into app.passkeys (id, user_id, public_key, counter, device_type, is_backed_up, name) values ('passkey-921', ${i(5)}, 'k', 0, 'singleDevice', false, 'phone'), ('passkey-922', ${i(12)}, 'k', 0, 'singleDevice', false, 'laptop');
insert into app.support_sessions (id, session_id, supporter_id, person_id, reason, expires_at) values (${i(931)}, 's', ${i(8)}, ${i(5)}, 'asked for help', now() + interval '30 minutes');
insert into app.data_exports (id, user_id) values (${i(941)}, ${i(5)});
insert into app.organization_role_definitions (id, organization_id, name, permissions) values (${i(951)}, ${i(101)}, 'Editor', '{}'), (${i(952)}, ${i(102)}, 'Editor', '{}');
insert into app.organization_invitations (id, organization_id, email, role, token_hash, expires_at) values (${i(961)}, ${i(101)}, 'u9@codex.test', 'creator', 'h1', now()), (${i(962)}, ${i(102)}, 'u9@codex.test', 'creator', 'h2', now());
update app.platform_settings set id = ${i(800)};
`
