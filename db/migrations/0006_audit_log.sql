DROP INDEX "app"."audit_events_organization";--> statement-breakpoint
DROP INDEX "app"."audit_events_user";--> statement-breakpoint
DROP INDEX "app"."audit_events_newest";--> statement-breakpoint
CREATE INDEX "audit_events_action" ON "app"."audit_events" USING btree ("action","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_refused" ON "app"."audit_events" USING btree ("created_at","id") WHERE result = 'refused';--> statement-breakpoint
CREATE INDEX "audit_events_organization_action" ON "app"."audit_events" USING btree ("organization_id","action","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_organization_refused" ON "app"."audit_events" USING btree ("organization_id","created_at","id") WHERE result = 'refused';--> statement-breakpoint
CREATE INDEX "audit_events_organization" ON "app"."audit_events" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_user" ON "app"."audit_events" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_newest" ON "app"."audit_events" USING btree ("created_at","id");