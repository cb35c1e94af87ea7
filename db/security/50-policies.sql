-- Which rows. The cheap, common arm first; helpers wrapped in (select …) so that they run once; no other table inside.

create policy definer on app.users to codex_definer using (true) with check (true);
create policy definer on app.sessions to codex_definer using (true) with check (true);
create policy definer on app.organizations to codex_definer using (true) with check (true);
create policy definer on app.organization_memberships to codex_definer using (true) with check (true);
create policy definer on app.media_items to codex_definer using (true) with check (true);
create policy definer on app.transcode_tasks for select to codex_definer using (true);
create policy definer on app.video_playback to codex_definer using (true) with check (true);
create policy definer on app.renditions for select to codex_definer using (true);
create policy definer on app.content to codex_definer using (true) with check (true);
create policy definer on app.content_access to codex_definer using (true) with check (true);
create policy definer on app.checkouts to codex_definer using (true) with check (true);
create policy definer on app.purchases to codex_definer using (true) with check (true);
create policy definer on app.payment_problems to codex_definer using (true) with check (true);
create policy definer on app.revenue_split_configurations for select to codex_definer using (true);
create policy definer on app.stripe_events to codex_definer using (true) with check (true);
create policy definer on app.email_logs to codex_definer using (true) with check (true);
create policy definer on app.audit_events to codex_definer using (true) with check (true);
create policy definer on app.account_tokens to codex_definer using (true) with check (true);
create policy definer on app.totp_factors to codex_definer using (true) with check (true);
create policy definer on app.recovery_codes to codex_definer using (true) with check (true);
create policy definer on app.passkeys to codex_definer using (true) with check (true);
create policy definer on app.support_sessions to codex_definer using (true) with check (true);
create policy definer on app.data_exports to codex_definer using (true) with check (true);
create policy definer on app.organization_invitations to codex_definer using (true) with check (true);
create policy definer on app.organization_role_definitions to codex_definer using (true) with check (true);

create policy worker on app.users for select to codex_worker using (true);
create policy worker_edit on app.users for update to codex_worker using (true);
create policy worker on app.sessions to codex_worker using (true);
create policy worker on app.account_tokens to codex_worker using (true);
create policy worker on app.organizations for select to codex_worker using (true);
create policy worker on app.organization_invitations for select to codex_worker using (true);
create policy worker on app.organization_role_definitions for select to codex_worker using (true);
create policy worker on app.media_items to codex_worker using (true) with check (true);
create policy worker on app.transcode_tasks to codex_worker using (true) with check (true);
create policy worker on app.uploads to codex_worker using (true) with check (true);
create policy worker on app.upload_parts to codex_worker using (true);
create policy worker on app.renditions to codex_worker using (true) with check (true);
create policy worker on app.content for select to codex_worker using (true);
create policy worker on app.checkouts to codex_worker using (true) with check (true);
create policy worker on app.purchases for select to codex_worker using (true);
create policy worker on app.payment_problems for select to codex_worker using (true);
create policy worker on app.stripe_replay to codex_worker using (true) with check (true);
create policy worker on app.stripe_events for select to codex_worker using (true);
create policy worker on app.email_logs to codex_worker using (true) with check (true);
create policy worker on app.audit_events for insert to codex_worker with check (true);
create policy worker on app.support_sessions for select to codex_worker using (true);
create policy worker on app.data_exports to codex_worker using (true) with check (true);

create policy read on app.users for select to codex_app using (id = (select app.uid()) or (select app.is_platform_owner()));
create policy edit on app.users for update to codex_app using (id = (select app.uid()));

create policy read on app.sessions for select to codex_app using (user_id = (select app.uid()));
create policy remove on app.sessions for delete to codex_app using (user_id = (select app.uid()));

create policy read on app.passkeys for select to codex_app using (user_id = (select app.uid()));
create policy rename on app.passkeys for update to codex_app using (user_id = (select app.uid()));

create policy read on app.data_exports for select to codex_app using (user_id = (select app.uid()));
create policy ask on app.data_exports for insert to codex_app with check (user_id = (select app.uid()) and (select app.has_proved_address()));

create policy read on app.organizations for select to codex_app using (
  (is_public and deleted_at is null)
  or id = any ((select app.own_organizations())::uuid[])
  or id = any ((select app.orgs_bought_from())::uuid[])
  or (select app.is_platform_owner()));
create policy edit on app.organizations for update to codex_app using (id = any ((select app.orgs_allowing('settings.manage'))::uuid[]));

-- Creators know their fellow staff; customers know of themselves only.
create policy read on app.organization_memberships for select to codex_app using (
  user_id = (select app.uid())
  or organization_id = any ((select app.orgs_allowing('people.manage'))::uuid[])
  or (role in ('owner', 'admin', 'creator') and status = 'active' and organization_id = any ((select app.orgs_as('creator'))::uuid[]))
  or (select app.is_platform_owner()));

create policy read on app.organization_invitations for select to codex_app using (
  organization_id = any ((select app.orgs_allowing('people.manage'))::uuid[]) or (select app.is_platform_owner()));
create policy read on app.organization_role_definitions for select to codex_app using (
  organization_id = any ((select app.orgs_allowing('people.manage'))::uuid[])
  or organization_id = any ((select app.orgs_allowing('roles.manage'))::uuid[])
  or (select app.is_platform_owner()));

create policy read on app.media_items for select to codex_app using (
  creator_id = (select app.uid())
  or app.media_used_by(id, (select app.orgs_allowing('transcoding.view'))::uuid[])
  or (select app.is_platform_owner()));
create policy add on app.media_items for insert to codex_app with check (
  creator_id = (select app.uid()) and (select app.orgs_allowing('media.upload')) <> '{}' and not (select app.is_leaving()));
create policy edit on app.media_items for update to codex_app using (creator_id = (select app.uid()) and (select app.has_proved_address()));

create policy own on app.uploads to codex_app using (creator_id = (select app.uid()))
  with check (creator_id = (select app.uid()) and (select app.has_proved_address()));
create policy own on app.upload_parts to codex_app using (creator_id = (select app.uid()))
  with check (creator_id = (select app.uid()) and (select app.has_proved_address()));

create policy read on app.renditions for select to codex_app using (
  creator_id = (select app.uid())
  or app.media_used_by(media_item_id, (select app.orgs_allowing('transcoding.view'))::uuid[])
  or (select app.is_platform_owner()));

create policy read on app.content for select to codex_app using (
  (status = 'published' and organization_is_public and visibility <> 'private' and deleted_at is null)
  or creator_id = (select app.uid())
  or organization_id = any ((select app.orgs_allowing('content.edit_others'))::uuid[])
  or (status = 'published' and visibility <> 'private' and deleted_at is null
    and organization_id = any ((select app.orgs_as('creator', 'member', 'subscriber'))::uuid[]))
  or (status in ('published', 'archived') and deleted_at is null and id = any ((select app.accessible_content())::uuid[]))
  or (select app.is_platform_owner()));
create policy add on app.content for insert to codex_app with check (
  creator_id = (select app.uid()) and (select app.has_proved_address())
  and (organization_id is null or organization_id = any ((select app.orgs_allowing('content.create'))::uuid[])));
create policy edit on app.content for update to codex_app using (
  (creator_id = (select app.uid()) and (select app.has_proved_address())
    and (organization_id is null or organization_id = any ((select app.orgs_allowing('content.create'))::uuid[])))
  or organization_id = any ((select app.orgs_allowing('content.edit_others'))::uuid[]));

create policy read on app.platform_settings for select to codex_app using (true);
create policy edit on app.platform_settings for update to codex_app using ((select app.is_platform_owner()));

create policy read on app.revenue_split_configurations for select to codex_app using (
  organization_id = any ((select app.orgs_as('owner'))::uuid[]) or (select app.is_platform_owner()));

create policy read on app.payment_problems for select to codex_app using ((select app.is_platform_owner()));

create policy read on app.checkouts for select to codex_app using (customer_id = (select app.uid()) or (select app.is_platform_owner()));
create policy read on app.purchases for select to codex_app using (customer_id = (select app.uid()) or (select app.is_platform_owner()));
create policy read on app.content_access for select to codex_app using (user_id = (select app.uid()) or (select app.is_platform_owner()));

create policy own on app.video_playback to codex_app using (user_id = (select app.uid())) with check (user_id = (select app.uid()));

create policy read on app.email_logs for select to codex_app using ((select app.is_platform_owner()));

create policy read on app.audit_events for select to codex_app using (
  organization_id = any ((select app.orgs_allowing('audit.view'))::uuid[]) or (select app.is_platform_owner()));
create policy add on app.audit_events for insert to codex_app with check (
  user_id is not distinct from (select app.uid())
  and (organization_id is null or app.may_note(organization_id)));
