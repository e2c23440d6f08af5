-- What a person brings from another Inkling was answered there. It counts in no figure of this one.
ALTER TABLE "prediction" ADD COLUMN "answered_by" JSONB;
ALTER TABLE "line" ADD COLUMN "answered_by" JSONB;

-- As before, and no version of this Inkling answered what was answered elsewhere.
CREATE OR REPLACE FUNCTION "review_item_add"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "review_item" (
    "correction_id", "sample_id", "network", "task", "status", "predicted", "label", "writer_id",
    "version", "cluster_id"
  )
  SELECT NEW."id", s."id", s."network", s."task", s."status", p."label",
    coalesce(s."reviewer_label", s."label"), s."writer_id",
    CASE WHEN p."answered_by" IS NULL THEN v."version" END, s."id"
  FROM "sample" s, "prediction" p JOIN "model_version" v ON v."id" = p."model_version_id"
  WHERE s."id" = NEW."sample_id" AND p."id" = NEW."prediction_id";
  RETURN NULL;
END $$;

-- As before, without what was answered elsewhere.
CREATE OR REPLACE FUNCTION "roll_up_predictions"("until" TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql AS $$
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
        AND "answered_by" IS NULL
    GROUP BY 1, 2, 3 ORDER BY 1;

    SELECT coalesce(sum("predictions"), 0) INTO "added"
    FROM "prediction_count" WHERE "slot" >= "since" AND "slot" < "upto";

    INSERT INTO "prediction_latency" ("slot", "model_version_id", "writer_id", "bin", "predictions")
    SELECT date_bin('15 minutes', "created_at", 'epoch') AS "slot", "model_version_id", "writer_id", "latency_bin"("timings"), count(*)
    FROM "prediction"
    WHERE "corrected" = ANY('{t,f}') AND "created_at" >= "since" AND "created_at" < "upto"
        AND "answered_by" IS NULL AND "latency_bin"("timings") IS NOT NULL
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
