-- AlterTable
ALTER TABLE "prediction" ADD COLUMN "decided_by_sample_id" UUID;

-- CreateTable
CREATE TABLE "prediction_count" (
    "id" BIGSERIAL NOT NULL,
    "slot" TIMESTAMPTZ(3) NOT NULL,
    "model_version_id" UUID NOT NULL,
    "writer_id" UUID,
    "predictions" INTEGER NOT NULL,
    "by_memory" INTEGER NOT NULL,

    CONSTRAINT "prediction_count_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prediction_latency" (
    "id" BIGSERIAL NOT NULL,
    "slot" TIMESTAMPTZ(3) NOT NULL,
    "model_version_id" UUID NOT NULL,
    "writer_id" UUID,
    "bin" SMALLINT NOT NULL,
    "predictions" INTEGER NOT NULL,

    CONSTRAINT "prediction_latency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample_decision" (
    "sample_id" UUID NOT NULL,
    "own" BOOLEAN NOT NULL,
    "predictions" INTEGER NOT NULL,

    CONSTRAINT "sample_decision_pkey" PRIMARY KEY ("sample_id","own")
);

-- CreateTable
CREATE TABLE "prediction_rollup" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "rolled_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "prediction_rollup_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "prediction_rollup_one_row" CHECK ("id" = 1)
);

-- CreateIndex
CREATE INDEX "prediction_count_slot_idx" ON "prediction_count"("slot");

-- CreateIndex
CREATE INDEX "prediction_count_writer_id_slot_idx" ON "prediction_count"("writer_id", "slot");

-- CreateIndex
CREATE INDEX "prediction_count_model_version_id_idx" ON "prediction_count"("model_version_id");

-- CreateIndex
CREATE INDEX "prediction_latency_slot_idx" ON "prediction_latency"("slot");

-- CreateIndex
CREATE INDEX "prediction_latency_writer_id_slot_idx" ON "prediction_latency"("writer_id", "slot");

-- CreateIndex
CREATE INDEX "prediction_latency_model_version_id_idx" ON "prediction_latency"("model_version_id");

-- AddForeignKey
ALTER TABLE "prediction_count" ADD CONSTRAINT "prediction_count_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_count" ADD CONSTRAINT "prediction_count_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_latency" ADD CONSTRAINT "prediction_latency_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_latency" ADD CONSTRAINT "prediction_latency_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_decision" ADD CONSTRAINT "sample_decision_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partial and covering indexes, which the schema language cannot say.

-- What people said, by when it was drawn: figures read it without the wide rows themselves.
CREATE INDEX "prediction_said" ON "prediction"("created_at") INCLUDE ("id", "model_version_id", "writer_id", "label", "probability", "decided_by") WHERE "corrected";
CREATE INDEX "correction_said" ON "correction"("prediction_id") INCLUDE ("sample_id");
CREATE INDEX "sample_truth" ON "sample"("id") INCLUDE ("label", "reviewer_label", "status");

-- Which answers a sample decided.
CREATE INDEX "prediction_decided_by_sample" ON "prediction"("decided_by_sample_id") INCLUDE ("writer_id", "created_at") WHERE "decided_by_sample_id" IS NOT NULL;

-- The bin of a prediction's latency: quarters of an octave from 0.25 ms on, 0 to 71, the outer ones open.
-- NULL where no time was noted.
CREATE FUNCTION "latency_bin"("timings" JSONB) RETURNS SMALLINT LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof("timings"->'total') = 'number' THEN
        least(71, floor(4 * ln(greatest(("timings"->>'total')::float8, 0.25) / 0.25) / ln(2::float8)))::smallint
    END
$$;

-- Adds the predictions made since the last time and before `until` to the counts, by quarters of an hour:
-- every time zone's midnight is the begin of one. Each prediction is counted once, by the row of
-- prediction_rollup that this waits for.
-- Returns the number of predictions added.
CREATE FUNCTION "roll_up_predictions"("until" TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    "since" TIMESTAMPTZ;
    "upto" TIMESTAMPTZ := date_bin('15 minutes', "until", 'epoch');
    "added" BIGINT;
BEGIN
    SELECT "rolled_until" INTO "since" FROM "prediction_rollup" FOR UPDATE;
    IF "upto" <= "since" THEN
        RETURN 0;
    END IF;

    INSERT INTO "prediction_count" ("slot", "model_version_id", "writer_id", "predictions", "by_memory")
    SELECT date_bin('15 minutes', "created_at", 'epoch') AS "slot", "model_version_id", "writer_id",
        count(*), count(*) FILTER (WHERE "decided_by" = 'memory')
    FROM "prediction"
    WHERE "corrected" = ANY('{t,f}') AND "created_at" >= "since" AND "created_at" < "upto"
    GROUP BY 1, 2, 3 ORDER BY 1;

    SELECT coalesce(sum("predictions"), 0) INTO "added"
    FROM "prediction_count" WHERE "slot" >= "since" AND "slot" < "upto";

    INSERT INTO "prediction_latency" ("slot", "model_version_id", "writer_id", "bin", "predictions")
    SELECT date_bin('15 minutes', "created_at", 'epoch') AS "slot", "model_version_id", "writer_id", "latency_bin"("timings"), count(*)
    FROM "prediction"
    WHERE "corrected" = ANY('{t,f}') AND "created_at" >= "since" AND "created_at" < "upto" AND "latency_bin"("timings") IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY 1;

    INSERT INTO "sample_decision" ("sample_id", "own", "predictions")
    SELECT "sample"."id", "prediction"."writer_id" IS NOT DISTINCT FROM "sample"."writer_id", count(*)
    FROM "prediction" JOIN "sample" ON "sample"."id" = "prediction"."decided_by_sample_id"
    WHERE "corrected" = ANY('{t,f}') AND "prediction"."created_at" >= "since" AND "prediction"."created_at" < "upto"
    GROUP BY 1, 2
    ON CONFLICT ("sample_id", "own") DO UPDATE SET "predictions" = "sample_decision"."predictions" + EXCLUDED."predictions";

    UPDATE "prediction_rollup" SET "rolled_until" = "upto";
    RETURN "added";
END;
$$;

-- What is there already. Newer predictions are counted from their own rows until it is their turn.
INSERT INTO "prediction_rollup" ("id", "rolled_until") VALUES (1, '-infinity');
SELECT "roll_up_predictions"(now() - INTERVAL '1 hour');
