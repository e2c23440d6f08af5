import { base64Of } from '../../common/base64.js';
import type { NewLine } from './new-line.js';

const COLUMNS = `
  id, writer_id, task, model_version_id, input_kind, ink, strips, rows, text, probability, certain,
  alternatives, characters, options, timings`;

/**
 * Any number of lines, as one JSON array, and the end of those that they replace unless they were corrected: one
 * statement that answers the ids of those that are new. Prisma goes through each point of the ink on the way to it, for as long as it takes to read the line.
 */
export const INSERT_LINES = `
  WITH new AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS new (
      id uuid, writer_id uuid, task text, model_version_id uuid, input_kind input_kind, ink jsonb, strips text,
      rows jsonb, text text, probability float8, certain boolean, alternatives jsonb, characters jsonb,
      options jsonb, timings jsonb, replaces uuid
    )
  ), inserted AS (
    INSERT INTO line (${COLUMNS})
    SELECT ${COLUMNS.replace('strips', "decode(strips, 'base64')")} FROM new
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  ), replaced AS (
    DELETE FROM line USING new JOIN inserted USING (id)
    WHERE line.id = new.replaces AND line.writer_id = new.writer_id AND NOT line.corrected
  )
  SELECT id::text FROM inserted`;

/** What is null or absent is no value. */
export const toRow = (line: NewLine) => ({
  id: line.id,
  writer_id: line.writerId,
  task: line.task,
  model_version_id: line.modelVersionId,
  input_kind: line.ink ? 'ink' : 'picture',
  ink: line.ink,
  strips: base64Of(line.strips),
  rows: line.rows,
  text: line.text,
  probability: line.probability,
  certain: line.certain,
  alternatives: line.alternatives,
  characters: line.characters,
  options: line.options,
  timings: line.timings,
  replaces: line.replaces,
});
