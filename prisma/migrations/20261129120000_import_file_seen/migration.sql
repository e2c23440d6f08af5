-- When a process last had an import's file: one that waits for long is not given up while its file is there.
ALTER TABLE "sample_import"
    ADD COLUMN IF NOT EXISTS "file_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
