-- Pictures that are there were read by version 1 of the normalisation, or may have been: they are read anew once.
ALTER TABLE "prediction_picture" ADD COLUMN "normalisation" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "prediction_picture" ALTER COLUMN "normalisation" DROP DEFAULT;
