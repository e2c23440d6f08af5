-- The version that a job starts from, where it is not the champion: a newer base model.
ALTER TABLE "training_job" ADD COLUMN "start_from_id" UUID;

ALTER TABLE "training_job" ADD CONSTRAINT "training_job_start_from_id_fkey"
  FOREIGN KEY ("start_from_id") REFERENCES "model_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE INDEX "training_job_start_from_id_idx" ON "training_job"("start_from_id");
