import { TRAINED_NETWORKS } from '@inkling/recognizer';
import { z } from 'zod';
import { sampleStatusSchema } from './corrections.js';
import { idSchema, text } from './fields.js';
import { lineTaskSchema } from './lines.js';
import { networkSchema, taskSchema } from './predictions.js';
import { pageOf, pageQuerySchema } from './problem.js';
import { trainingStatusSchema, trainingVerdictSchema } from './training.js';

/** What a webhook may be told of. */
export const WEBHOOK_EVENTS = [
  'correction.created',
  'correction.decided',
  'job.finished',
  'version.in-service',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

const eventTypeSchema = z.enum(WEBHOOK_EVENTS, `must be one of ${WEBHOOK_EVENTS.join(', ')}`);

export const MOST_WEBHOOKS = 20;

// What is sent: ids, labels and states; never ink, pictures, texts of lines, names or email addresses.

const characterShape = {
  kind: z.literal('character'),
  correctionId: idSchema,
  sampleId: idSchema,
  task: taskSchema,
  network: networkSchema,
  label: z.string().describe('The class or symbol that it counts as'),
  status: sampleStatusSchema,
};

const lineShape = {
  kind: z.literal('line').describe('Its text may say anything of a person, so it is not sent'),
  correctionId: idSchema,
  lineId: idSchema,
  task: lineTaskSchema,
  status: sampleStatusSchema,
};

const createdShape = {
  replaced: z.boolean().describe('true: it replaces an earlier correction of the same drawing'),
};

const decidedShape = {
  decisionId: idSchema.describe('Corrections that were decided together share it'),
  decision: z.enum(['approve', 'reject', 'reopen', 'undo']),
  automatic: z.boolean().describe('true: its writer is trusted, and no one looked'),
};

/** The `data` of each type of event. */
export const WEBHOOK_DATA = {
  'correction.created': z.discriminatedUnion('kind', [
    z.object({
      ...characterShape,
      predictionId: idSchema,
      lineId: idSchema.nullable().describe('The line that it is a character of, if any'),
      ...createdShape,
    }),
    z.object({ ...lineShape, ...createdShape }),
  ]),
  'correction.decided': z.discriminatedUnion('kind', [
    z.object({ ...characterShape, ...decidedShape }),
    z.object({ ...lineShape, ...decidedShape }),
  ]),
  'job.finished': z.object({
    jobId: idSchema,
    network: z.enum(TRAINED_NETWORKS),
    status: trainingStatusSchema.exclude(['queued', 'running']),
    verdict: trainingVerdictSchema.nullable(),
    model: z
      .object({ id: idSchema, version: z.int() })
      .nullable()
      .describe('The version that it trained, if it came so far'),
  }),
  'version.in-service': z.object({
    network: z.enum(TRAINED_NETWORKS),
    model: z.object({ id: idSchema, version: z.int() }),
    former: z.object({ id: idSchema, version: z.int() }).nullable(),
  }),
  ping: z.object({ webhookId: idSchema }),
} as const satisfies Record<WebhookEventType | 'ping', z.ZodType>;

/** An event before it is written down. */
export type WebhookEvent = {
  [Type in keyof typeof WEBHOOK_DATA]: {
    readonly type: Type;
    readonly data: z.infer<(typeof WEBHOOK_DATA)[Type]>;
  };
}[keyof typeof WEBHOOK_DATA];

const bodyOf = <Type extends keyof typeof WEBHOOK_DATA>(type: Type) =>
  z.object({
    type: z.literal(type),
    timestamp: z.iso.datetime().describe('When it happened'),
    data: WEBHOOK_DATA[type],
  });

/** The body of a request to a webhook's address. */
export const webhookBodySchema = z.discriminatedUnion('type', [
  bodyOf('correction.created'),
  bodyOf('correction.decided'),
  bodyOf('job.finished'),
  bodyOf('version.in-service'),
  bodyOf('ping'),
]);
export type WebhookBody = z.infer<typeof webhookBodySchema>;

// How they are kept.

const WEB_ADDRESS = 'must be an http or https address without a user name or password';

/** Of an address in its normal form, as browsers write it. */
const hasCredentials = (url: string): boolean => /^https?:\/\/[^/?#]*@/.test(url);

const shape = {
  url: z
    .url({ protocol: /^https?$/, normalize: true, error: WEB_ADDRESS })
    .max(2000)
    .refine((url) => !hasCredentials(url), WEB_ADDRESS)
    .describe('Where events are posted to'),
  description: text().trim().max(100).describe('For people, to tell it from others'),
  events: z
    .array(eventTypeSchema)
    .min(1, 'must name at least one event')
    .max(WEBHOOK_EVENTS.length, `must name at most ${WEBHOOK_EVENTS.length} events`)
    .describe('What it is told of'),
};

export const webhookRequestSchema = z
  .object({ ...shape, description: shape.description.default('') })
  .strict();
export type WebhookRequest = z.input<typeof webhookRequestSchema>;

/** What is absent stays. */
export const webhookChangeSchema = z
  .object({
    ...shape,
    enabled: z
      .boolean()
      .describe('false: nothing is sent, and what happens meanwhile is not made up for'),
  })
  .partial()
  .strict();
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

export const webhookSchema = z.object({
  id: idSchema,
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  enabled: z.boolean(),
  switchedOff: z
    .object({ at: z.iso.datetime(), reason: z.string() })
    .nullable()
    .describe('Inkling itself switched it off: its address failed for days, or answered 410'),
  failingSince: z.iso.datetime().nullable().describe('No attempt has succeeded since'),
  formerSecretUntil: z.iso
    .datetime()
    .nullable()
    .describe('Until then each request is signed with the former secret, too'),
  createdAt: z.iso.datetime(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const webhookListSchema = z.object({ items: z.array(webhookSchema) });
export type WebhookList = z.infer<typeof webhookListSchema>;

export const newWebhookSchema = webhookSchema.extend({
  secret: z.string().describe('`whsec_…`, shown this once: it proves that a request is ours'),
});
export type NewWebhook = z.infer<typeof newWebhookSchema>;

export const WEBHOOK_DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

export const webhookDeliverySchema = z.object({
  id: idSchema,
  eventId: idSchema.describe('The header `webhook-id`'),
  type: z.enum([...WEBHOOK_EVENTS, 'ping']),
  state: z.enum(WEBHOOK_DELIVERY_STATES),
  attempts: z.int().describe('How often it was sent'),
  statusCode: z.int().nullable().describe('What the address answered last'),
  error: z.string().nullable().describe('Why the last attempt failed'),
  durationMs: z.int().nullable().describe('How long the last attempt took'),
  createdAt: z.iso.datetime(),
  lastAttemptAt: z.iso.datetime().nullable(),
  nextAttemptAt: z.iso.datetime().nullable().describe('null: it is over'),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

export const webhookDeliveriesQuerySchema = pageQuerySchema;
export const webhookDeliveriesPageSchema = pageOf(webhookDeliverySchema);
export type WebhookDeliveriesPage = z.infer<typeof webhookDeliveriesPageSchema>;
