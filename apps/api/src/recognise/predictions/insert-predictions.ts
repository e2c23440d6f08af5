import { NORMALISATION_VERSION } from '@inkling/ink';
import { base64Of } from '../../common/base64.js';
import type { KeptPicture } from '../pictures/kept-picture.js';
import type { NewPrediction } from './new-prediction.js';

const COLUMNS = `
  id, writer_id, task, alphabet_id, network, model_version_id, input_kind, ink, glyph, label, probability, certainty,
  decided_by, decided_by_sample_id, candidates, options, timings`;

/** Held until the row is there; one that was removed meanwhile is none. */
const ALPHABET = `
  (SELECT alphabet.id FROM alphabet WHERE alphabet.id = new.alphabet_id FOR KEY SHARE)`;

/**
 * Any number of predictions, as one JSON array, with the pictures that are kept of them, as `pictureParameters` gives
 * them: one statement, whatever comes together. It answers the ids of those that are new: one that is there already
 * stays as it is.
 */
export const INSERT_PREDICTIONS = `
  WITH new AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS new (
      id uuid, writer_id uuid, task text, alphabet_id uuid, network text, model_version_id uuid, input_kind input_kind,
      ink jsonb, glyph text, label text, probability float8, certainty certainty, decided_by decided_by,
      decided_by_sample_id uuid, candidates jsonb, options jsonb, timings jsonb, replaces uuid
    )
  ), inserted AS (
    INSERT INTO prediction (${COLUMNS})
    SELECT ${COLUMNS.replace('glyph', "decode(glyph, 'base64')").replace('alphabet_id', ALPHABET)} FROM new
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  ), kept AS (
    INSERT INTO prediction_picture (prediction_id, media_type, width, height, bytes, normalisation)
    SELECT prediction_id, media_type, width, height, substring($3::bytea FROM first FOR length), ${NORMALISATION_VERSION}
    FROM json_to_recordset($2::json) AS picture (
      prediction_id uuid, media_type text, width int, height int, first int, length int
    ) JOIN inserted ON inserted.id = prediction_id
  ), replaced AS (
    DELETE FROM prediction USING new JOIN inserted USING (id)
    WHERE prediction.id = new.replaces AND prediction.writer_id = new.writer_id
      AND NOT prediction.corrected
  )
  SELECT id::text FROM inserted`;

/** What is null or absent is no value. */
export const toRow = ({ candidates, ...prediction }: NewPrediction) => ({
  id: prediction.id,
  writer_id: prediction.writerId,
  task: prediction.task,
  alphabet_id: prediction.alphabetId,
  network: prediction.network,
  model_version_id: prediction.modelVersionId,
  input_kind: prediction.ink ? 'ink' : 'picture',
  ink: prediction.ink,
  glyph: base64Of(prediction.glyph),
  label: candidates[0]!.label,
  probability: candidates[0]!.probability,
  certainty: prediction.certainty,
  decided_by: prediction.decidedBy,
  decided_by_sample_id: prediction.decidedBySampleId,
  candidates,
  options: prediction.options,
  timings: prediction.timings,
  replaces: prediction.replaces,
});

/**
 * Pictures for a statement: a JSON array of rows, and the bytes of all of them in one piece, which needs neither
 * text that is longer by a third nor the time to make and to read it.
 *
 * @returns rows with `first`, where a picture's bytes begin (from 1, as SQL counts), and their `length`
 */
export function pictureParameters<More extends object>(
  pictures: readonly { readonly id: string; readonly picture: KeptPicture; readonly more?: More }[],
): [rows: string, bytes: Buffer] {
  let first = 1;
  const rows = pictures.map(({ id, picture: { mediaType, width, height, bytes }, more }) => {
    const { length } = bytes;
    const row = { prediction_id: id, media_type: mediaType, width, height, first, length, ...more };
    first += length;
    return row;
  });
  return [JSON.stringify(rows), Buffer.concat(pictures.map(({ picture }) => picture.bytes))];
}
