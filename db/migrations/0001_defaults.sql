-- What every installation begins with; both can be changed by the owner of the platform.
INSERT INTO "app"."platform_settings" ("platform_name") VALUES ('Codex');
--> statement-breakpoint
INSERT INTO "app"."revenue_split_configurations" ("organization_id", "model", "description")
VALUES (NULL, 'percentage', 'No fees: all of a sale goes to its creator');
