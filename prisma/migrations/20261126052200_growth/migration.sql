-- A reference without an index makes the deletion of what it names read the whole table.
CREATE INDEX "training_job_requested_by_id_idx" ON "training_job"("requested_by_id");
CREATE INDEX "training_job_cancelled_by_id_idx" ON "training_job"("cancelled_by_id");
CREATE INDEX "training_job_repeat_of_id_idx" ON "training_job"("repeat_of_id");
CREATE INDEX "training_job_parent_id_idx" ON "training_job"("parent_id");
CREATE INDEX "model_version_parent_id_idx" ON "model_version"("parent_id");

-- Sessions that are over are removed daily.
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- What a guest said outlives a guest who never comes back.
ALTER TABLE "correction" ALTER COLUMN "writer_id" DROP NOT NULL;
