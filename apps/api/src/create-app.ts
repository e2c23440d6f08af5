import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import type { DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { ClassicService } from './classic/classic.service.js';
import { mountClassic } from './classic/mount-classic.js';
import { AuthService } from './people/auth/auth.service.js';
import { SessionReader } from './people/auth/session-reader.js';
import { mountAuth } from './people/auth/mount-auth.js';
import { KeyOrigins } from './people/keys/key-origins.service.js';
import { openToPages } from './people/keys/open-to-pages.js';
import { answerProblem } from './http/answer-problem.js';
import { refusalWords } from './common/refusal-words.js';
import { inRequest, type RequestContext } from './common/request-context.js';
import { createLogger, NestLogger } from './common/logger.js';
import type { Config } from './config/load-config.js';
import { createOpenApiDocument } from './http/docs/openapi-document.js';
import {
  BODY_LIMIT,
  CHECK_REQUESTS_EVERY_MS,
  FILE_WITHIN_MS,
  REQUEST_WITHIN_MS,
} from './http/body-limits.js';
import { answerClientError } from './http/client-error.js';
import { Changes } from './database/changes.js';
import { LineRecorder } from './recognise/lines/line-recorder.js';
import { Recorder } from './recognise/predictions/recorder.js';
import { writeBeforeOthers } from './recognise/predictions/write-before-others.js';
import { guardRequests } from './people/auth/guard-requests.js';
import { parseForms, parseJsonBodies } from './http/parse-body.js';
import { Metrics } from './common/metrics.js';
import { networkOf } from './common/network-of.js';
import { RequestLimits } from './http/rate-limit/request-limits.js';
import { endSlowRequests } from './http/slow-requests.js';
import { securityHeaders } from './http/web/security-headers.js';
import { servePad } from './http/web/serve-pad.js';
import { serveWeb } from './http/web/serve-web.js';

const PAD_DIST = fileURLToPath(new URL('../../../packages/pad/dist', import.meta.url));
const WEB_DIST = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** What tests look into, and what they can't wait for. */
export interface Insight {
  /** Told of every route, whoever registers it. */
  readonly onRoute?: (route: { readonly method: string | string[]; readonly url: string }) => void;
  /** Where the log goes instead of standard output. */
  readonly log?: { write(line: string): void };
  /** Instead of a minute, for a request to arrive. */
  readonly requestWithinMs?: number;
}

/** The application without listening; `init()` starts the models. */
export async function createApp(
  config: Config,
  module: DynamicModule,
  { onRoute, log, requestWithinMs = REQUEST_WITHIN_MS }: Insight = {},
): Promise<NestFastifyApplication> {
  z.config({ customError: refusalWords });
  const logger = createLogger(config.logLevel, log);
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    // Of the slowest that may be; other bodies have less time: http/slow-requests.ts.
    requestTimeout: FILE_WITHIN_MS,
    http: {
      connectionsCheckingInterval: Math.min(CHECK_REQUESTS_EVERY_MS, requestWithinMs),
      headersTimeout: requestWithinMs,
    },
    clientErrorHandler: answerClientError,
    trustProxy: config.trustProxy ? [...config.trustProxy] : false,
    // Without its own label for the request: the logger puts the id into every line, see common/logger.ts.
    childLoggerFactory: (parent: FastifyBaseLogger) => parent,
    // Quicker than ids that grow with time, and nobody sorts by them.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    // Addresses that can't be decoded never reach a route.
    frameworkErrors: answerProblem,
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    // Its parser of JSON collects bodies in pieces, see http/parse-body.ts.
    bodyParser: false,
  });
  app.setGlobalPrefix('api', { exclude: ['metrics'] });
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);

  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  if (onRoute) fastify.addHook('onRoute', onRoute);
  observe(fastify, app.get(Metrics));
  const headers = securityHeaders(config.publicUrl?.startsWith('https:') ?? false);
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
  openToPages(fastify, app.get(KeyOrigins), app.get(RequestLimits));
  guardRequests(fastify, {
    limits: app.get(RequestLimits),
    sessions: app.get(SessionReader),
    // Each of the two says its own limit; this one is there for what is read before.
    fileBytes: Math.max(config.importBytes, config.ownDataBytes),
  });
  endSlowRequests(fastify, requestWithinMs);
  writeBeforeOthers(fastify, {
    changes: app.get(Changes),
    recorders: [app.get(Recorder), app.get(LineRecorder)],
  });
  parseJsonBodies(fastify);
  parseForms(fastify);
  await fastify.register(multipart);
  mountAuth(fastify, app.get(AuthService), config.publicUrl);
  if (config.classicApi) {
    await mountClassic(fastify, {
      classic: app.get(ClassicService, { strict: false }),
      limits: app.get(RequestLimits),
    });
  }
  SwaggerModule.setup('api/docs', app, () => createOpenApiDocument(app), {
    jsonDocumentUrl: 'api/docs-json',
    raw: ['json'],
    customSiteTitle: 'Inkling API',
  });
  await servePad(fastify, PAD_DIST);
  await serveWeb(fastify, path.resolve(config.webDir ?? WEB_DIST));
  return app;
}

const contextOf = ({ id, ip }: FastifyRequest): RequestContext => ({
  requestId: id,
  address: networkOf(ip),
});

/** Every answer names its request, is counted and is logged. */
function observe(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    inRequest(contextOf(request), done);
  });
  // Reading a body starts from the socket, outside of what the first hook began.
  fastify.addHook('preValidation', (request, _reply, done) => inRequest(contextOf(request), done));
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const { statusCode: status } = reply;
    metrics.observeRequest(method, route, status, reply.elapsedTime / 1000);
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    request.log.debug({ requestId: request.id, method, route, status, ms }, 'request');
    done();
  });
}
