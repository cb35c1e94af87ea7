ALTER TABLE "app"."data_exports" DROP CONSTRAINT "data_exports_status";--> statement-breakpoint
ALTER TABLE "app"."users" ALTER COLUMN "password_hash" DROP NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "data_exports_one_at_a_time" ON "app"."data_exports" USING btree ("user_id") WHERE status in ('pending', 'running');--> statement-breakpoint
CREATE INDEX "data_exports_open" ON "app"."data_exports" USING btree ("updated_at") WHERE status in ('pending', 'running', 'ready');--> statement-breakpoint
CREATE INDEX "users_deletion_due" ON "app"."users" USING btree ("deletion_due_at") WHERE deletion_due_at is not null;--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "app"."audit_events" USING btree ("subject_id","subject_type");--> statement-breakpoint
ALTER TABLE "app"."data_exports" ADD CONSTRAINT "data_exports_ready" CHECK (status <> 'ready' or (storage_key is not null and expires_at is not null));--> statement-breakpoint
ALTER TABLE "app"."data_exports" ADD CONSTRAINT "data_exports_status" CHECK (status in ('pending', 'running', 'ready', 'failed', 'expired'));--> statement-breakpoint
ALTER TABLE "app"."users" ADD CONSTRAINT "users_password" CHECK (password_hash is not null or deleted_at is not null);