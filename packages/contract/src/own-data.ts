import { isLineText, LINES_NETWORK } from '@inkling/recognizer';
import { z } from 'zod';
import { alphabetRequestSchema } from './alphabets.js';
import { sampleStatusSchema } from './corrections.js';
import { idSchema, labelSchema, moment, text, whole } from './fields.js';
import {
  lineCharacterSchema,
  lineTaskSchema,
  lineTextSchema,
  MOST_LINE_CHARACTERS,
  MOST_TEXT_CHARACTERS,
  MOST_WORDS,
} from './lines.js';
import { certaintySchema, inkSchema, networkSchema, taskSchema } from './predictions.js';

/*
 * A person's own data as a file: lines of JSON, each with its `type`. These schemas say what is read of such a file when it
 * comes in again; an export has more, which is only to be looked at.
 */

/**
 * Which format files are written in. 2: lines have `rows`, models `sha256` and pictures `normalisation`, by which they can
 * come in again. Files of format 1 are read as well, without their lines.
 */
export const OWN_DATA_FORMAT = 2;

/** Sums of shares are a little off. */
const probability = z.number().min(0).max(1.000001);

const milliseconds = z.number().min(0).optional();

const timingsSchema = z.object({
  preprocess: milliseconds,
  model: milliseconds,
  memory: milliseconds,
  record: milliseconds,
  total: milliseconds,
});

/** The version that answered, as its installation counts them; two with the same file are the same. */
const modelOf = <T extends z.ZodType>(network: T) =>
  z.object({
    network,
    version: whole(1),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal digits')
      .optional(),
  });

/** More than any text that is answered has. */
const answeredText = () =>
  text()
    .max(MOST_TEXT_CHARACTERS)
    .refine(isLineText, 'must be printable ASCII and symbols of one character each');

export const ownFileAboutSchema = z.object({ type: z.literal('about'), format: whole(1) });

export const ownFileAlphabetSchema = z.object({
  type: z.literal('alphabet'),
  id: idSchema,
  name: alphabetRequestSchema.shape.name,
  labels: alphabetRequestSchema.shape.labels,
  createdAt: moment(),
  updatedAt: moment(),
});
export type OwnFileAlphabet = z.output<typeof ownFileAlphabetSchema>;

const MOST_CANDIDATES = 500;

export const ownFilePredictionSchema = z.object({
  type: z.literal('prediction'),
  id: idSchema,
  task: taskSchema,
  alphabetId: idSchema.nullish(),
  network: networkSchema,
  inputKind: z.enum(['ink', 'picture']),
  ink: inkSchema.nullable(),
  glyph: z.string().max(10_000),
  label: labelSchema,
  probability,
  certainty: certaintySchema,
  decidedBy: z.enum(['model', 'memory']),
  candidates: z
    .array(z.object({ label: labelSchema, probability }))
    .min(1)
    .max(MOST_CANDIDATES),
  options: z.object({
    allow: z.array(labelSchema).max(MOST_CANDIDATES).optional(),
    memory: z.boolean().optional(),
    prior: z.literal(false).optional(),
  }),
  timings: timingsSchema,
  lineId: idSchema.nullish(),
  lineAt: whole(0).nullish(),
  createdAt: moment(),
  model: modelOf(networkSchema),
  picture: z
    .object({
      width: whole(1, 1024),
      height: whole(1, 1024),
      data: z.string(),
      normalisation: whole(1).optional(),
    })
    .nullable(),
  correction: z
    .object({
      label: labelSchema,
      given: labelSchema,
      createdAt: moment(),
      updatedAt: moment(),
      sampleId: idSchema,
    })
    .nullable(),
});
export type OwnFilePrediction = z.output<typeof ownFilePredictionSchema>;

export const ownFileLineSchema = z.object({
  type: z.literal('line'),
  id: idSchema,
  task: lineTaskSchema,
  inputKind: z.enum(['ink', 'picture']),
  ink: inkSchema.nullable(),
  strip: z.string(),
  rows: z
    .array(
      z.object({
        width: whole(1, 100_000),
        slope: z.number(),
        scale: z.number(),
        offsetX: z.number(),
        offsetY: z.number(),
      }),
    )
    .min(1)
    .max(100)
    .optional(),
  text: answeredText(),
  probability,
  certain: z.boolean(),
  alternatives: z.array(z.object({ text: answeredText(), probability })).max(100),
  characters: z
    .array(
      lineCharacterSchema.omit({ neighbours: true }).extend({
        label: text().max(32),
        candidates: z.array(z.object({ label: text().max(32), probability })).max(MOST_CANDIDATES),
      }),
    )
    .max(MOST_TEXT_CHARACTERS),
  options: z.object({
    allow: z.array(text().max(32)).max(MOST_CANDIDATES).optional(),
    pattern: text().max(MOST_LINE_CHARACTERS).optional(),
    words: whole(1, MOST_WORDS).optional(),
    memory: z.boolean().optional(),
  }),
  timings: timingsSchema,
  createdAt: moment(),
  model: modelOf(z.literal(LINES_NETWORK)),
  correction: z
    .object({
      text: lineTextSchema,
      reviewerText: z.string().nullish(),
      status: sampleStatusSchema,
      createdAt: moment(),
      updatedAt: moment(),
    })
    .nullable(),
});
export type OwnFileLine = z.output<typeof ownFileLineSchema>;

/** What is not said where it was drawn: what became of it. */
export const ownFileSampleSchema = z.object({
  type: z.literal('sample'),
  id: idSchema,
  status: sampleStatusSchema,
  reviewerLabel: z.string().nullish(),
  insisted: z.boolean(),
});
export type OwnFileSample = z.output<typeof ownFileSampleSchema>;

/** Belongs to the installation that wrote it. */
const staysThere = <T extends string>(type: T) => z.object({ type: z.literal(type) });

/** A line of a file of one's own data. */
export const ownFileRowSchema = z.discriminatedUnion('type', [
  ownFileAboutSchema,
  ownFileAlphabetSchema,
  ownFilePredictionSchema,
  ownFileLineSchema,
  ownFileSampleSchema,
  staysThere('person'),
  staysThere('session'),
  staysThere('key'),
  staysThere('done'),
  staysThere('end'),
]);
export type OwnFileRow = z.output<typeof ownFileRowSchema>;

const countedSchema = z.object({
  added: z.int().describe('New here'),
  known: z.int().describe('Here already, and left as they are'),
});

/** What may stay outside. */
export const OWN_DATA_LEFT_OUT = [
  'account',
  'sessions',
  'keys',
  'activity',
  'reviews',
  'pictures',
  'alphabets',
  'drawings',
  'lines',
] as const;
export type OwnDataLeftOut = (typeof OWN_DATA_LEFT_OUT)[number];

export const ownDataImportSchema = z.object({
  drawings: countedSchema,
  lines: countedSchema,
  corrections: countedSchema.describe('Of drawings and lines'),
  alphabets: countedSchema,
  leftOut: z
    .array(
      z.object({
        what: z.enum(OWN_DATA_LEFT_OUT),
        count: z.int().min(1),
        reason: z.string().describe('Why, for a person'),
      }),
    )
    .describe('What the file has and this account does not get'),
});
export type OwnDataImport = z.infer<typeof ownDataImportSchema>;
