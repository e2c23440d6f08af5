import type { Client } from 'openapi-fetch';
import type { components, operations, paths } from './generated/schema.js';

/** Every call of the API, as openapi-fetch has it: `api.GET('/api/models')`. */
export type Api = Client<paths, 'application/json'>;

type Json<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : never;

/** What an operation answers when it went well. */
export type AnswerOf<Name extends keyof operations> = Json<
  operations[Name]['responses'][keyof operations[Name]['responses'] & (200 | 201 | 202)]
>;

type BodyOf<Name extends keyof operations> = operations[Name] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

type OptionsOf<Name extends keyof operations> = Omit<BodyOf<Name>, 'ink' | 'image'>;

export type PredictionOptions = OptionsOf<'createPrediction'>;
export type Prediction = AnswerOf<'createPrediction'>;
export type LineOptions = OptionsOf<'createLine'>;
export type Line = AnswerOf<'createLine'>;
type AnyCorrection = AnswerOf<'createCorrection'>;
/** What became of the correction of a single character. */
export type Correction = Extract<AnyCorrection, { predictionId: string }>;
export type LineCorrection = Exclude<AnyCorrection, Correction>;
export type TrainingJob = AnswerOf<'getTrainingJob'>;
export type Problem = components['schemas']['Problem'];

/** Lists that need nothing in their address. */
export type ListPath = {
  [Path in keyof paths]: Path extends `${string}{${string}`
    ? never
    : paths[Path] extends { get: { responses: { 200: Listing } } }
      ? Path
      : never;
}[keyof paths];

interface Listing {
  content: { 'application/json': { items: unknown[]; nextCursor: string | null } };
}

export type ItemOf<Path extends ListPath> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': { items: (infer Item)[] } } } } };
}
  ? Item
  : never;

/** Of a list, without the place in it. */
export type FilterOf<Path extends ListPath> = paths[Path] extends {
  get: { parameters: { query?: infer Query } };
}
  ? Omit<NonNullable<Query>, 'cursor'>
  : never;
