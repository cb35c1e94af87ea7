-- Grants say which columns; policies (the next file) say which rows.

-- Requests.
grant execute on function
  app.uid(), app.is_platform_owner(), app.has_proved_address(), app.orgs_as(text[]), app.may_note(uuid), app.orgs_allowing(text), app.permissions_held(), app.permissions_given(), app.has_second_factor(), app.is_support(), app.own_organizations(), app.accessible_content(), app.orgs_bought_from(), app.media_used_by(uuid, uuid[]),
  app.display_names(uuid[]), app.sign_in_lookup(text), app.register_user(text, text, text, uuid, text, interval, jsonb, text, text),
  app.request_verification(uuid, text, interval, jsonb), app.find_link(text), app.verify_email(text, text, text), app.take_over(text, text, text, text),
  app.register_invited(text, text, text, text, text),
  app.request_password_reset(text, uuid, text, interval, text, text), app.reset_password(text, text, text, text),
  app.change_password(text, text, text, text),
  app.request_email_change(text, uuid, text, uuid, text, interval, text, text), app.confirm_email_change(text, text, text),
  app.open_session(text, uuid, boolean, text, text, timestamptz, timestamptz), app.read_session(text),
  app.extend_session(text, timestamptz), app.close_session(text), app.session_ids_of(uuid[]), app.create_organization(text, text, text, text, text),
  app.mark_uploaded(uuid), app.mark_upload_refused(uuid, text, text), app.request_transcode(uuid), app.media_failure_detail(uuid),
  app.request_av1(uuid), app.films_ahead(uuid[]), app.preview_source(uuid), app.extras_of(uuid), app.download_source(uuid), app.may_watch_media(uuid), app.media_source(uuid), app.growing_source(uuid),
  app.access_to(uuid), app.playback_source(uuid), app.words_of(uuid), app.best_quality_of(uuid),
  app.begin_checkout(uuid, interval), app.is_being_bought(uuid), app.attach_stripe_session(uuid, text, text), app.checkout_to_settle(uuid),
  app.split_in_force(uuid), app.settle_checkout(uuid, text, text, text, bigint, text, bigint, text, text, uuid, int, int, int),
  app.note_payment_problem(uuid, text, text, text, bigint, text, bigint, boolean, text),
  app.note_stripe_event(text, text, text), app.finish_stripe_event(text, text), app.sales_of_organization(uuid), app.own_earnings(uuid),
  app.invite_people(uuid, text, uuid, uuid[], text[], text[], interval), app.resend_invitation(uuid, uuid, int, text, interval),
  app.revoke_invitation(uuid, uuid), app.find_invitation(text), app.accept_invitation(text), app.decline_invitation(text, text, text),
  app.people_of(uuid), app.change_role(uuid, uuid, text, uuid), app.set_grants(uuid, uuid, text[]), app.remove_member(uuid, uuid),
  app.reactivate_member(uuid, uuid), app.leave_organization(uuid), app.transfer_ownership(uuid, uuid),
  app.create_role(uuid, text, text, text[]), app.edit_role(uuid, uuid, text, text, text[]), app.delete_role(uuid, uuid)
to codex_app;
grant execute on function
  app.second_factors(), app.prove_again(text, boolean), app.begin_totp(text), app.totp_secret(), app.confirm_totp(bigint),
  app.use_totp_step(bigint), app.replace_recovery_codes(text[]), app.use_recovery_code(text),
  app.add_passkey(text, text, bigint, jsonb, text, boolean, text, int), app.passkey_lookup(text),
  app.note_passkey_use(text, bigint, boolean), app.remove_second_factor(text)
to codex_app;
grant execute on function
  app.delete_organization(uuid, text, text), app.restore_organization(uuid, int, text, text), app.deleted_organizations(),
  app.set_custom_domain(uuid, text, text), app.mark_domain_verified(uuid, text, text)
to codex_app;
grant execute on function
  app.support_of_session(text), app.start_support(text, uuid, text, text, text), app.end_support(text, text, text),
  app.set_account_disabled(text, uuid, boolean, text, text, text),
  app.note_sign_in(text, text, text, text), app.note_download(uuid, text, text, jsonb),
  app.audit_log(uuid, text, uuid, text, timestamptz, timestamptz, timestamptz, uuid, boolean, int), app.audit_people(uuid)
to codex_app;
grant execute on function
  app.is_leaving(), app.request_deletion(text, int, text, text), app.cancel_deletion(text, text)
to codex_app;

grant select (id, email, full_name, role, profile_image_key, bio, email_verified_at, stripe_customer_id, stripe_email, disabled_at, deletion_due_at, created_at, updated_at, deleted_at) on app.users to codex_app;
grant update (full_name, bio, profile_image_key, stripe_customer_id, stripe_email, updated_at) on app.users to codex_app;
grant select (id, user_id, ip_address, user_agent, created_at, last_seen_at, authenticated_at, second_factor_at, expires_at, absolute_expires_at), delete on app.sessions to codex_app;
grant select (id, user_id, transports, device_type, is_backed_up, name, created_at, last_used_at), update (name) on app.passkeys to codex_app;
grant select (id, user_id, status, storage_key, bytes, created_at, updated_at, ready_at, expires_at), insert (user_id) on app.data_exports to codex_app;
grant select on app.organizations, app.organization_memberships, app.organization_role_definitions to codex_app;
-- All but the hash of the link.
grant select (id, organization_id, email, role, custom_role_id, invited_by, times_sent, expires_at, accepted_at, accepted_by, declined_at, revoked_at, created_at, updated_at) on app.organization_invitations to codex_app;
-- Deletion and the custom domain are functions' to write.
grant update (
  slug, name, description, logo_key, primary_color, accent_color, hero_key, about_content, social_links, featured_content_ids, contact_email,
  timezone, currency, is_public, requires_second_factor, updated_at) on app.organizations to codex_app;
grant select (
  id, creator_id, title, description, media_type, status, original_key, original_filename, file_size_bytes, mime_type, duration_seconds,
  width, height, poster_key, poster_hash, published_generation, generation, stage, percent, seconds_left, failure_cause, failure_message,
  improving, speed, plan, original_sha256, loudness_lufs, true_peak_dbtp, av1_requested_at,
  uploaded_at, transcode_started_at, ready_at, created_at, updated_at, deleted_at) on app.media_items to codex_app;
grant insert (id, creator_id, title, description, media_type, original_key, original_filename, file_size_bytes, mime_type) on app.media_items to codex_app;
grant update (title, description, deleted_at, updated_at) on app.media_items to codex_app;
grant select, insert, delete on app.uploads, app.upload_parts to codex_app;
grant update (status, expires_at, updated_at) on app.uploads to codex_app;
grant update (etag, size_bytes) on app.upload_parts to codex_app;
grant select (id, media_item_id, creator_id, generation, role, kind, name, codecs, bandwidth, average_bandwidth, width, height, frame_rate, channels, language, title, position, bytes, duration_seconds, created_at) on app.renditions to codex_app;
-- All but the words: those are app.words_of's.
grant select (
  id, creator_id, organization_id, organization_is_public, media_item_id, title, slug, description, content_type, thumbnail_key, category,
  tags, visibility, price_cents, currency, status, published_at, media_status, duration_seconds, poster_key, poster_hash, downloads_allowed, view_count,
  purchase_count, created_at, updated_at, deleted_at) on app.content to codex_app;
grant insert (id, creator_id, organization_id, media_item_id, title, slug, description, content_type, thumbnail_key, content_body, category, tags, visibility, price_cents, currency, downloads_allowed) on app.content to codex_app;
-- organization_id and creator_id cannot be updated at all: WITH CHECK alone would let somebody in two organizations move a row.
grant update (media_item_id, title, slug, description, thumbnail_key, content_body, category, tags, visibility, price_cents, currency, downloads_allowed, status, published_at, updated_at, deleted_at) on app.content to codex_app;
grant select on app.platform_settings to codex_app;
grant update (platform_name, logo_key, primary_color, hero_title, hero_subtitle, featured_content_ids, contact_email, social_links, about_content, timezone, updated_at) on app.platform_settings to codex_app;
grant select on app.revenue_split_configurations to codex_app;
grant select (id, customer_id, content_id, organization_id, creator_id, amount_cents, currency, status, stripe_session_id, stripe_url, expires_at, created_at, updated_at) on app.checkouts to codex_app;
-- Buyers do not learn how their money is divided.
grant select (id, customer_id, content_id, organization_id, creator_id, checkout_id, amount_paid_cents, currency, status, purchased_at, refunded_at, refund_reason, refund_amount_cents, dispute_status, created_at, updated_at) on app.purchases to codex_app;
grant select on app.payment_problems to codex_app;
grant select on app.content_access to codex_app;
grant select, insert, delete on app.video_playback to codex_app;
grant update (position_seconds, duration_seconds, completed, updated_at) on app.video_playback to codex_app;
grant select on app.email_logs to codex_app;
-- Who it was and from where is app.audit_log's to tell: an organization learns it of its members only.
grant select (id, organization_id, action, result, created_at) on app.audit_events to codex_app;
grant insert (user_id, organization_id, action, subject_type, subject_id, result, ip_address, user_agent, detail) on app.audit_events to codex_app;

-- Jobs.
grant execute on function
  app.uid(), app.is_platform_owner(), app.checkout_to_settle(uuid), app.split_in_force(uuid),
  app.settle_checkout(uuid, text, text, text, bigint, text, bigint, text, text, uuid, int, int, int),
  app.note_payment_problem(uuid, text, text, text, bigint, text, bigint, boolean, text),
  app.note_stripe_event(text, text, text), app.finish_stripe_event(text, text), app.media_watched_by(int, int),
  app.organizations_to_purge(int), app.purge_organization(uuid, int), app.unverify_domain(uuid, text),
  app.export_page(uuid, int, text, text, int), app.finish_export(uuid, int, text, bigint, int),
  app.remind_leaving(int), app.people_to_erase(int), app.begin_erasure(uuid), app.media_to_erase(uuid, int), app.erase_media(uuid, uuid[]),
  app.erase_rows(uuid, int), app.finish_erasure(uuid)
to codex_worker;
grant select on app.media_items, app.transcode_tasks, app.uploads, app.upload_parts, app.renditions, app.checkouts, app.stripe_events, app.email_logs to codex_worker;
grant update (
  media_type, status, duration_seconds, width, height, poster_key, poster_hash, published_generation, generation, attempts, claimed_by,
  heartbeat_at, stage, percent, seconds_left, plan, plan_constraints, improving, speed, original_sha256, loudness_lufs, true_peak_dbtp,
  waveform_key, storyboard, av1_requested_at, extension_owed, tidy_after, failure_cause, failure_message, failure_detail, transcode_started_at, ready_at, deleted_at, updated_at
) on app.media_items to codex_worker;
grant update (status, updated_at) on app.uploads to codex_worker;
grant delete on app.upload_parts to codex_worker;
grant insert, delete on app.renditions to codex_worker;
grant insert, update, delete on app.transcode_tasks to codex_worker;
grant update (subject, status, attempts, provider, provider_message_id, error_message, sent_at, updated_at) on app.email_logs to codex_worker;
grant update (reconciled_at, compare_at) on app.checkouts to codex_worker;
grant select (id, checkout_id, problem, paid_cents, currency, found_at) on app.payment_problems to codex_worker;
grant select, insert, update on app.stripe_replay to codex_worker;
grant select (id, email, full_name, role, stripe_customer_id, stripe_email, deletion_due_at, deleted_at) on app.users to codex_worker;
grant update (stripe_customer_id, stripe_email) on app.users to codex_worker;
grant select (id, organization_id, email, role, custom_role_id, invited_by, times_sent, expires_at) on app.organization_invitations to codex_worker;
grant select (id, name) on app.organization_role_definitions to codex_worker;
grant select (id, slug, name, contact_email, primary_color, custom_domain, custom_domain_token, custom_domain_verified_at, deleted_at) on app.organizations to codex_worker;
grant select (id, organization_id, creator_id, media_item_id, title, slug, content_type, downloads_allowed, deleted_at) on app.content to codex_worker;
grant select (id, customer_id, content_id, organization_id, checkout_id, amount_paid_cents, currency, status, purchased_at, refunded_at, refund_amount_cents) on app.purchases to codex_worker;
grant insert (user_id, organization_id, action, subject_type, subject_id, result, ip_address, user_agent, detail) on app.audit_events to codex_worker;
grant select, delete on app.sessions to codex_worker;
grant select (id, user_id, purpose, email, expires_at), delete on app.account_tokens to codex_worker;
grant select (id, supporter_id, person_id, reason, started_at, expires_at) on app.support_sessions to codex_worker;
grant select, update (status, attempts, storage_key, updated_at) on app.data_exports to codex_worker;

-- The definer: this list is everything the functions above can touch.
grant execute on function
  app.uid(), app.is_platform_owner(), app.is_support(), app.has_second_factor(), app.counts_there(text, boolean), app.is_system(), app.require_system(), app.permissions_of_role(text), app.base_role(text[]),
  app.kept_of(app.purchases), app.promise_payment_mail(uuid, text, jsonb), app.note_payment_problem(uuid, text, text, text, bigint, text, bigint, boolean, text), app.acts_as_member(text, text), app.export_key(timestamptz, text)
to codex_definer;
grant select on app.organization_memberships, app.content_access, app.content, app.users, app.sessions, app.media_items, app.transcode_tasks, app.renditions,
  app.checkouts, app.purchases, app.payment_problems, app.revenue_split_configurations, app.stripe_events, app.organizations, app.email_logs, app.audit_events, app.video_playback to codex_definer;
grant insert on app.users, app.sessions, app.organizations, app.organization_memberships, app.checkouts, app.purchases, app.payment_problems, app.content_access,
  app.stripe_events, app.email_logs, app.audit_events to codex_definer;
grant update on app.users, app.sessions, app.media_items, app.content, app.checkouts, app.purchases, app.payment_problems, app.content_access, app.stripe_events to codex_definer;
grant delete on app.sessions, app.organization_memberships, app.media_items, app.video_playback, app.content_access, app.email_logs to codex_definer;
-- An event may forget: a trigger sees to it that nothing else happens.
grant update (ip_address, user_agent, detail) on app.audit_events to codex_definer;
grant update on app.organizations, app.organization_memberships to codex_definer;
grant select, insert, update, delete on app.account_tokens, app.totp_factors, app.recovery_codes, app.passkeys,
  app.support_sessions, app.data_exports, app.organization_invitations, app.organization_role_definitions to codex_definer;
