-- A character that a corrected line taught is stored as a prediction, but nobody waited for it. It said 0 ms, and
-- the figures of latency counted that. What is in the counts is taken out of them; what has no total never gets there.
SELECT "id" FROM "prediction_rollup" FOR UPDATE;

WITH "taught" AS (
    UPDATE "prediction" SET "timings" = '{}'
    WHERE "line_id" IS NOT NULL AND "timings"->'total' = '0'
    RETURNING "created_at", "model_version_id", "writer_id", "answered_by"
)
INSERT INTO "prediction_latency" ("slot", "model_version_id", "writer_id", "bin", "predictions")
SELECT date_bin('15 minutes', "created_at", 'epoch'), "model_version_id", "writer_id",
    "latency_bin"('{"total": 0}'), -count(*)
FROM "taught"
WHERE "answered_by" IS NULL AND "created_at" < (SELECT "rolled_until" FROM "prediction_rollup")
GROUP BY 1, 2, 3;
