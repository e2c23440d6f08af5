import { isLineText, NO_LINE_TEXT } from '@inkling/recognizer';
import { z } from 'zod';
import { deviceIdSchema, idSchema, whole } from './fields.js';
import {
  candidateSchema,
  inkSchema,
  neighbourSchema,
  sentInkSchema,
  stepPictureSchema,
} from './predictions.js';
import {
  correctionRequestSchema,
  correctionResponseSchema,
  sampleStatusSchema,
} from './corrections.js';
import { pageOf, pageQuerySchema } from './problem.js';

/** `digits`: numbers, signs are read past unless `allow` or `pattern` asks for them; `text`: printable ASCII. */
export const LINE_TASKS = ['digits', 'text'] as const;
export const lineTaskSchema = z.enum(LINE_TASKS);
export type LineTask = z.infer<typeof lineTaskSchema>;

const NOT_READ = 'must be printable ASCII: nothing else can be read yet';

/** Text that may be answered. */
const readable = () => z.string().regex(/^[ -~]*$/, NOT_READ);

/** Of one row: nobody writes more into it, and a strip has no room for it. */
export const MOST_LINE_CHARACTERS = 200;

/** Of all rows of a line together: what is answered can be corrected, and a picture may hold 20 rows. */
export const MOST_TEXT_CHARACTERS = 20 * MOST_LINE_CHARACTERS;

/** Of a list that alone may be answered. */
export const MOST_WORDS = 10_000;

/** Options shared by JSON and multipart requests. */
export const lineOptionsSchema = z.object({
  id: deviceIdSchema.optional().describe('Of the line, made on the device: as for predictions'),
  task: lineTaskSchema,
  allow: z
    .array(readable().length(1))
    .min(1)
    .max(95)
    .optional()
    .describe('Only these characters may be answered, each one of printable ASCII'),
  pattern: readable()
    .min(1)
    .max(MOST_LINE_CHARACTERS)
    .optional()
    .describe(
      'How the text is built, such as "dd/dd/dddd": d digit, a letter, A capital, * any, anything else itself',
    ),
  words: z
    .array(readable().min(1).max(MOST_LINE_CHARACTERS))
    .min(1)
    .max(MOST_WORDS)
    .optional()
    .describe('Only these may be answered, each row one of them'),
  top: whole(1, 20).default(5).describe('How many texts to return'),
  explain: z.boolean().default(false).describe('Return the pictures of the pre-processing steps'),
  memory: z.boolean().default(true).describe('false: the networks alone answer'),
  replaces: idSchema
    .optional()
    .describe('The same line with less ink: it leaves the history unless it was corrected'),
});

/** Exactly one of `ink` and `image`. */
export const lineRequestSchema = lineOptionsSchema
  .extend({
    ink: sentInkSchema.optional(),
    image: z.string().optional().describe('As for predictions; a picture may hold several rows'),
  })
  .refine((request) => (request.ink === undefined) !== (request.image === undefined), {
    message: 'Send exactly one of "ink" and "image".',
    path: ['ink'],
  });
export type LineRequest = z.input<typeof lineRequestSchema>;

export const lineCharacterSchema = z.object({
  label: z.string(),
  probability: z.number(),
  certain: z.boolean(),
  candidates: z.array(candidateSchema).describe('What else it may be, best first'),
  box: z
    .tuple([z.number(), z.number(), z.number(), z.number()])
    .describe('[x, y, width, height] of its segment, in the units of what was sent'),
  row: z.int().describe('From the top, the first is 0'),
  decidedBy: z
    .enum(['model', 'memory'])
    .describe('memory: the networks alone say something else here'),
  neighbours: z.array(neighbourSchema).describe('As for predictions, at most 5'),
});

const milliseconds = z.number().min(0);

export const lineResponseSchema = z.object({
  id: idSchema,
  task: lineTaskSchema,
  text: z.string().describe('Rows are joined by a line feed'),
  probability: z.number().describe('That all of it is right'),
  certain: z.boolean(),
  alternatives: z
    .array(z.object({ text: z.string(), probability: z.number() }))
    .describe('Best first; the first is the answer'),
  characters: z
    .array(lineCharacterSchema)
    .describe('In the order of the text, without spaces and line feeds'),
  model: z.object({ id: idSchema, version: z.int() }),
  timings: z.object({
    preprocess: milliseconds,
    model: milliseconds,
    memory: milliseconds,
    record: milliseconds,
    total: milliseconds,
  }),
  recorded: z.boolean(),
  correctable: z.boolean(),
  steps: z.array(stepPictureSchema).optional(),
});
export type LineResponse = z.infer<typeof lineResponseSchema>;
export type LineCharacter = z.infer<typeof lineCharacterSchema>;

/** What a line says, of a writer or a reviewer. */
export const lineTextSchema = z
  .string()
  .normalize()
  .min(1)
  .max(MOST_TEXT_CHARACTERS)
  .refine(isLineText, NO_LINE_TEXT);

export const lineCorrectionRequestSchema = z.object({
  lineId: idSchema,
  text: lineTextSchema.describe(
    'What it says: printable ASCII, and symbols of one character each, such as ä or €; rows joined by a line feed; the answer confirms',
  ),
  previous: z
    .object({ id: idSchema, text: lineTextSchema })
    .nullable()
    .optional()
    .describe('What you knew the line to be corrected to: as for a drawing'),
});
export type LineCorrectionRequest = z.infer<typeof lineCorrectionRequestSchema>;

export const lineCorrectionStateSchema = z.object({
  id: idSchema,
  text: z.string(),
  status: sampleStatusSchema,
});

export const lineCorrectionResponseSchema = lineCorrectionStateSchema.extend({
  lineId: idSchema,
  confirms: z.boolean().describe('true when the text is what was answered'),
  samples: z
    .array(
      z.object({
        sampleId: idSchema,
        label: z.string(),
        at: z.int().describe('Place in the text, from 0'),
      }),
    )
    .describe('Characters that stand by themselves: each is a sample of its own from now on'),
  leftOut: z
    .array(
      z.object({
        label: z.string(),
        at: z.int(),
        reason: z.enum(['not a character of the network', 'not told apart']),
      }),
    )
    .describe('Characters that teach nothing by themselves'),
});
export type LineCorrectionResponse = z.infer<typeof lineCorrectionResponseSchema>;

/** Of a drawing of one character, or of a line. */
export const anyCorrectionRequestSchema = z.union([
  correctionRequestSchema,
  lineCorrectionRequestSchema,
]);
export const anyCorrectionResponseSchema = z.union([
  correctionResponseSchema,
  lineCorrectionResponseSchema,
]);

export const lineHistoryItemSchema = lineResponseSchema
  .pick({ id: true, task: true, text: true, probability: true, certain: true, model: true })
  .extend({
    createdAt: z.iso.datetime(),
    strip: z.string().describe('PNG data URL of what the network saw, rows one below the other'),
    correction: lineCorrectionStateSchema.nullable(),
  });
export type LineHistoryItem = z.infer<typeof lineHistoryItemSchema>;

export const lineHistoryDetailSchema = lineHistoryItemSchema.extend({
  characters: z.array(lineCharacterSchema.omit({ neighbours: true })),
  ink: inkSchema.nullable().describe('The strokes as they came; null for a picture'),
});
export type LineHistoryDetail = z.infer<typeof lineHistoryDetailSchema>;

export const lineHistoryQuerySchema = pageQuerySchema.extend({ task: lineTaskSchema.optional() });
export const lineHistoryPageSchema = pageOf(lineHistoryItemSchema);
