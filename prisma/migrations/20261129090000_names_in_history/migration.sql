-- Who asked for a training that promoted its version stood in the history by the name alone, by which a deletion
-- does not find it. The job knows who it was; where that person is gone by now, so is the name.
UPDATE "service_period" AS "period"
SET "started_by" = CASE WHEN "user"."id" IS NULL THEN 'A former admin'
    ELSE "period"."started_by" || ' (' || "user"."email" || ')' END
FROM "training_job" AS "job" LEFT JOIN "user" ON "user"."id" = "job"."requested_by_id"
WHERE "job"."challenger_id" = "period"."model_version_id"
    AND "period"."reason" = 'It passed the gate in training job ' || "job"."id" || '.'
    AND "period"."started_by" <> 'Inkling'
    AND "period"."started_by" IS DISTINCT FROM "user"."email"
    AND ("user"."id" IS NULL OR strpos("period"."started_by", ' (' || "user"."email" || ')') = 0);

-- Jobs told who had paused automatic promotion, and so did their events.
UPDATE "training_job"
SET "reason" = 'It passed the gate; automatic promotion is paused after a rollback.'
WHERE starts_with("reason", 'It passed the gate; automatic promotion is paused: ');

UPDATE "training_event"
SET "data" = jsonb_set("data", '{reason}',
    to_jsonb('It passed the gate; automatic promotion is paused after a rollback.'::text))
WHERE "type" = 'job'
    AND starts_with("data"->>'reason', 'It passed the gate; automatic promotion is paused: ');
