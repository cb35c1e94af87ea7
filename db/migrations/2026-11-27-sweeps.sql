ALTER TABLE "app"."media_items" ADD COLUMN "extension_owed" boolean DEFAULT false NOT NULL;
UPDATE "app"."media_items" m SET "extension_owed" = true WHERE m.deleted_at is null and (m.av1_requested_at is not null or exists (select from app.content c where c.media_item_id = m.id and c.downloads_allowed and c.deleted_at is null));
CREATE INDEX "media_items_extension_owed" ON "app"."media_items" USING btree ("id") WHERE extension_owed and deleted_at is null;
CREATE INDEX "transcode_tasks_owed" ON "app"."transcode_tasks" USING btree ("priority","created_at","position") WHERE status in ('waiting', 'running');
CREATE INDEX "video_playback_content" ON "app"."video_playback" USING btree ("content_id");
CREATE INDEX "video_playback_begun" ON "app"."video_playback" USING btree ("created_at");
CREATE INDEX "sessions_absolute_expires_at" ON "app"."sessions" USING btree ("absolute_expires_at");
CREATE INDEX "organizations_deleted" ON "app"."organizations" USING btree ("deleted_at") WHERE deleted_at is not null;
CREATE INDEX "organizations_with_domain" ON "app"."organizations" USING btree ("id") WHERE custom_domain_verified_at is not null;
