-- CreateTable
CREATE TABLE "sample_reading" (
    "sample_id" UUID NOT NULL,
    "model_version_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "sample_reading_pkey" PRIMARY KEY ("sample_id","model_version_id")
);

-- CreateIndex
CREATE INDEX "sample_reading_model_version_id_idx" ON "sample_reading"("model_version_id");

-- AddForeignKey
ALTER TABLE "sample_reading" ADD CONSTRAINT "sample_reading_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_reading" ADD CONSTRAINT "sample_reading_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;
