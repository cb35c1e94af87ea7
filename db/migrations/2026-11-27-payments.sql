ALTER TABLE "app"."content" ADD CONSTRAINT "content_price_charged" CHECK (price_cents % case when currency in ('huf', 'isk', 'twd', 'ugx') then 100 when currency in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 10 else 1 end = 0);
ALTER TABLE "app"."users" ADD COLUMN "stripe_email" text;
CREATE INDEX "users_stripe_email" ON "app"."users" USING btree ("id") WHERE stripe_customer_id is not null and stripe_email is distinct from email;
ALTER TABLE "app"."checkouts" ADD COLUMN "compare_at" timestamp with time zone;
ALTER TABLE "app"."checkouts" DROP CONSTRAINT "checkouts_status";
ALTER TABLE "app"."checkouts" ADD CONSTRAINT "checkouts_status" CHECK (status in ('open', 'awaiting_payment', 'completed', 'expired', 'failed', 'mismatch'));
CREATE INDEX "checkouts_compare" ON "app"."checkouts" USING btree ("compare_at") WHERE compare_at is not null;
ALTER TABLE "app"."checkouts" NO FORCE ROW LEVEL SECURITY;
UPDATE "app"."checkouts" SET "compare_at" = now() + random() * interval '1 day' WHERE "status" = 'completed' AND "created_at" > now() - interval '120 days';
ALTER TABLE "app"."checkouts" FORCE ROW LEVEL SECURITY;
CREATE TABLE "app"."payment_problems" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"checkout_id" uuid NOT NULL REFERENCES "app"."checkouts"("id"),
	"stripe_session_id" text NOT NULL,
	"stripe_payment_intent_id" text,
	"problem" text NOT NULL,
	"paid_cents" bigint NOT NULL,
	"currency" text NOT NULL,
	"refunded_cents" bigint DEFAULT 0 NOT NULL,
	"refund_error" text,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "payment_problems_stripe_session_id_unique" UNIQUE("stripe_session_id"),
	CONSTRAINT "payment_problems_problem" CHECK (problem in ('amount', 'session', 'refund'))
);
CREATE INDEX "payment_problems_found" ON "app"."payment_problems" USING btree ("found_at");
CREATE TABLE "app"."stripe_replay" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"worked_to" timestamp with time zone NOT NULL,
	CONSTRAINT "stripe_replay_one" CHECK (id = 1)
);
