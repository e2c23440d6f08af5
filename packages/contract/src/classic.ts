import { z } from 'zod';
import { text } from './fields.js';

/*
 * What clients of other demos send and read (docs/old-clients.md): LiveDigit, the app of custom_digits.h5, and those that
 * upload a file. Names and types are theirs, so that they need no change.
 */

/** A switch of JSON, or of a form, where everything is text. */
const switchSchema = z.union([z.boolean(), z.stringbool()], 'must be true or false');

/** Where the picture is in JSON, and in the text fields of a form. */
export const classicPictureSchema = z.object({
  image: z.string().optional().describe('Base64 or data URL: LiveDigit and others'),
  data_url: z.string().optional().describe('Data URL or base64: the app of custom_digits.h5'),
});

export const CLASSIC_MODES = ['digits', 'characters'] as const;

export const classicPredictionSchema = z.object({
  mode: z
    .enum(CLASSIC_MODES, 'must be "digits" or "characters"')
    .default('digits')
    .describe('characters: digits and letters'),
  debug: switchSchema.default(false).describe('Return the pictures of the pre-processing'),
});
export type ClassicPrediction = z.output<typeof classicPredictionSchema>;

export const classicCorrectionSchema = classicPredictionSchema.extend({
  true_label: z
    .union([text(), z.number()], 'must be a text or a number')
    .transform((label) => String(label).trim())
    .describe('What the drawing is: a label of its mode'),
});
export type ClassicCorrection = z.output<typeof classicCorrectionSchema>;

/** A number in mode `digits`, so that clients can count with it; a text in mode `characters`, also where it is a digit. */
const answeredLabelSchema = z.union([z.int(), z.string()]);

/** From 0 to 1: clients multiply by 100. */
const confidenceSchema = z.number().min(0).max(1);

/** Base64 of a PNG, without `data:image/png;base64,`: clients put that before it. */
const pngSchema = z.string();

/** The answer of `/predict` and `/correct`: all that any of these clients reads. */
export const classicAnswerSchema = z.object({
  digit: answeredLabelSchema.describe('LiveDigit and others that send "image"'),
  prediction: answeredLabelSchema.describe('The app of custom_digits.h5, and uploads to /predict'),
  predicted_class: answeredLabelSchema.describe('Uploads to /predict/'),
  confidence: confidenceSchema.describe('Everyone'),
  top_predictions: z
    .array(z.object({ digit: answeredLabelSchema, confidence: confidenceSchema }))
    .describe('LiveDigit: the five most probable, best first'),
  source: z
    .string()
    .describe(
      'The app of custom_digits.h5, as text to show: the network and its version, or "Custom Dataset" where corrections decided',
    ),
  time: z.number().min(0).describe('The app of custom_digits.h5: seconds'),
  image: pngSchema.describe('The app of custom_digits.h5: the drawing as the network saw it'),
  cropped_image: pngSchema.optional().describe('With "debug": cut out of what was sent'),
  final_image: pngSchema.optional().describe('With "debug": as the network saw it'),
});
export type ClassicAnswer = z.output<typeof classicAnswerSchema>;

/** With a status of 400 or more. All the places where these clients look for what to show. */
export const classicErrorSchema = z.object({
  error: z.string().describe('Flask: "data.error"'),
  detail: z.string().describe('FastAPI: "data.detail"'),
  status: z.literal('error').describe('The app of custom_digits.h5, of a correction'),
  message: z.string().describe('Beside it'),
  code: z.string().describe('As in the problem documents of the API'),
  requestId: z.string(),
});
export type ClassicError = z.output<typeof classicErrorSchema>;
