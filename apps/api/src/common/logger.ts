import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { LogBudget } from './log-budget.js';
import { currentRequest } from './request-context.js';

/**
 * JSON lines, each with the id of the request that it belongs to. Requests are logged by method, route,
 * status and time: never their bodies or cookies.
 */
export const createLogger = (level: string, to?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Libraries log whole requests at `trace`; headers hold cookies and keys, bodies hold the rest.
      redact: { paths: ['headers', 'body', '*.headers', '*.body'], remove: true },
      mixin: () => ({ requestId: currentRequest()?.requestId }),
      hooks: { logMethod: withinBudget(new LogBudget()) },
    },
    to ?? pino.destination(1),
  );

/** What somebody sent may be quoted, and be long. */
const MOST_CHARACTERS = 2000;

const INFO = pino.levels.values['info']!;

/** What is below `info` is written for who asked for it, and limited by what a client may ask for. */
const withinBudget = (budget: LogBudget): NonNullable<LoggerOptions['hooks']>['logMethod'] =>
  function (args, write, level) {
    const address = level < INFO ? undefined : currentRequest()?.address;
    const verdict = address === undefined ? 'write' : budget.take(address);
    if (verdict === 'drop') return;
    const short = args.map((arg: unknown) =>
      typeof arg === 'string' ? arg.slice(0, MOST_CHARACTERS) : arg,
    );
    write.apply(this, short as typeof args);
    if (verdict === 'last') {
      write.call(this, {}, 'further lines of requests from this address are left out for a minute');
    }
  };

/** Nest's log calls: `log(message | object, ...rest, context)`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // Nest tells of each module and route it sets up; that is noise for an operator.
    const level = QUIET.has(String(rest.at(-1))) ? 'debug' : 'info';
    this.write(level, message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(
    level: 'info' | 'error' | 'warn' | 'debug' | 'trace',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 ? rest[0] : undefined;
    const fields = typeof message === 'object' && message !== null ? message : {};
    const text = typeof message === 'string' ? message : '';
    this.logger[level]({ context, ...(stack !== undefined && { stack }), ...fields }, text);
  }
}

const QUIET = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
]);
