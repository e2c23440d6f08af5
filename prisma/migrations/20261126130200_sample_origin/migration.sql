-- Where a sample comes from: a writer's correction, or a file that an admin imported.
CREATE TYPE "SampleOrigin" AS ENUM ('correction', 'import');

ALTER TABLE "sample" ADD COLUMN "origin" "SampleOrigin" NOT NULL DEFAULT 'correction';
