-- Where a sample comes from: a writer's correction, or a file that an admin imported.
CREATE TYPE "sample_origin" AS ENUM ('correction', 'import');

ALTER TABLE "sample" ADD COLUMN "origin" "sample_origin" NOT NULL DEFAULT 'correction';
