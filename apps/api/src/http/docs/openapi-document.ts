import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import {
  anyCorrectionRequestSchema,
  importFieldsSchema,
  lineOptionsSchema,
  lineRequestSchema,
  predictionOptionsSchema,
  predictionRequestSchema,
  problemSchema,
} from '@inkling/contract';
import { z } from 'zod';
import { problemAnswer, type ProblemStatus } from './api-problems.js';

type JsonSchema = Record<string, unknown>;

/** JSON Schema as OpenAPI 3.1 takes it. */
function jsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

const PICTURE: JsonSchema = {
  type: 'string',
  format: 'binary',
  description:
    'PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP, at most 8 MB and 16,384 pixels a side; of an animation, the first picture',
};

const SAMPLES: JsonSchema = {
  type: 'string',
  format: 'binary',
  description: 'Labelled drawings in the named format, at most a million of them',
};

/** A form's fields: the options of JSON requests, and the file. */
function formSchema(optionsSchema: z.ZodType, file: JsonSchema = PICTURE): JsonSchema {
  const options = jsonSchema(optionsSchema) as {
    properties: JsonSchema;
    required?: string[];
  };
  return {
    ...options,
    properties: { ...options.properties, file },
    required: [...(options.required ?? []), 'file'],
  };
}

/** One body for JSON and one for forms, and one of two kinds of body, which decorators can't say. */
function describeBodies(document: OpenAPIObject): void {
  describeBody(document, '/api/predictions', predictionRequestSchema, predictionOptionsSchema);
  describeBody(document, '/api/lines', lineRequestSchema, lineOptionsSchema);
  describeBody(document, '/api/corrections', anyCorrectionRequestSchema);
  const imports = document.paths['/api/imports']!.post!;
  imports.requestBody = {
    required: true,
    content: { 'multipart/form-data': { schema: formSchema(importFieldsSchema, SAMPLES) } },
  };
  document.paths['/api/me/import']!.post!.requestBody = {
    required: true,
    content: { 'multipart/form-data': { schema: OWN_DATA } },
  };
}

/** A file of one's own data, and nothing beside it. */
const OWN_DATA: JsonSchema = {
  type: 'object',
  properties: {
    file: { type: 'string', format: 'binary', description: 'As `GET /api/me/export` gave it' },
  },
  required: ['file'],
};

function describeBody(
  document: OpenAPIObject,
  path: string,
  json: z.ZodType,
  formOptions?: z.ZodType,
): void {
  const operation = document.paths[path]?.post;
  if (!operation) throw new Error(`the document lacks POST ${path}`);
  operation.requestBody = {
    required: true,
    content: {
      'application/json': { schema: jsonSchema(json) },
      ...(formOptions && { 'multipart/form-data': { schema: formSchema(formOptions) } }),
    },
  };
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const;

const operationsOf = (document: OpenAPIObject) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
  );

/** What is answered before an operation is reached, by what kind of call it is: http/guard-requests.ts. */
function describeGuards(document: OpenAPIObject): void {
  for (const { path, method, operation } of operationsOf(document)) {
    // Machines ask for it, with whatever they have.
    if (path.startsWith('/api/health/')) continue;
    addProblems(operation, [401, 429, 503]);
    if (method !== 'get') addProblems(operation, [400, 403, 408, 413, 415]);
  }
}

function addProblems({ responses }: Operation, statuses: readonly ProblemStatus[]): void {
  for (const status of statuses) responses[status] ??= problemAnswer(status);
}

/** Figures are tables, too. */
function describeTables(document: OpenAPIObject): void {
  for (const { path, operation } of operationsOf(document)) {
    const isTable =
      path.startsWith('/api/analytics/') &&
      operation.parameters?.some((one) => 'name' in one && one.name === 'format');
    const answer = operation.responses['200'];
    if (isTable !== true || !answer || !('content' in answer)) continue;
    answer.content = { ...answer.content, 'text/csv': { schema: { type: 'string' } } };
  }
}

/** Schemas of answers come in the words of OpenAPI 3.0, where an exclusive bound is a mark on the bound beside it. */
function describeBounds(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const schema = value as JsonSchema;
  for (const [exclusive, bound] of EXCLUSIVE_BOUNDS) {
    if (schema[exclusive] !== true) continue;
    schema[exclusive] = schema[bound];
    delete schema[bound];
  }
  Object.values(schema).forEach(describeBounds);
}

const EXCLUSIVE_BOUNDS = [
  ['exclusiveMinimum', 'minimum'],
  ['exclusiveMaximum', 'maximum'],
] as const;

/** The description of the HTTP API, from the same schemas that judge its requests. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Inkling')
    .setDescription(
      'Reads drawn and photographed characters, and learns from corrections. Errors are RFC 9457 problem documents. ' +
        'Sign in as a guest with `POST /api/auth/sign-in/anonymous` (a cookie comes back) to correct and to keep a history. ' +
        'People with an account sign in with `POST /api/auth/sign-in/email` and `{ email, password }`; programs send an API ' +
        'key of theirs (`POST /api/keys`) as `Authorization: Bearer …` or `x-api-key`.',
    )
    .setVersion('0.1.0')
    .addCookieAuth('inkling.session_token', { type: 'apiKey', in: 'cookie' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'key')
    .addSecurityRequirements('session')
    .addSecurityRequirements('key')
    .build();
  const document = SwaggerModule.createDocument(app, settings);
  document.components ??= {};
  document.components.schemas = {
    ...document.components.schemas,
    Problem: jsonSchema(problemSchema),
  };
  describeBodies(document);
  describeGuards(document);
  describeTables(document);
  describeBounds(document);
  return document;
}
