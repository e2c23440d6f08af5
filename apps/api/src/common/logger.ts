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
      hooks: { logMethod: withinBudgets() },
    },
    to ?? pino.destination(1),
  );

/** What somebody sent may be quoted, and be long. */
const MOST_CHARACTERS = 2000;

const INFO = pino.levels.values['info']!;
const WARN = pino.levels.values['warn']!;

/** What is tried again each second fails each second, on a full disk for days: so many of its lines in a minute say enough. */
const MOST_OF_THE_SAME = 5;

/**
 * Lines that requests cause, by address; what is below `info` is written for who asked for it, and limited by what a
 * client may ask for. Outside of requests warnings and errors, by their words.
 */
const withinBudgets = (): NonNullable<LoggerOptions['hooks']>['logMethod'] => {
  const ofAddresses = new LogBudget();
  const ofWords = new LogBudget(MOST_OF_THE_SAME);
  const takeOf = (address: string | undefined, words: string, level: number) => {
    if (address !== undefined) return level < INFO ? 'write' : ofAddresses.take(address);
    return level < WARN || words === '' ? 'write' : ofWords.take(words);
  };
  return function (args, write, level) {
    const address = currentRequest()?.address;
    const words: string = args.find((arg: unknown) => typeof arg === 'string') ?? '';
    const verdict = takeOf(address, words, level);
    if (verdict === 'drop') return;
    const short = args.map((arg: unknown) =>
      typeof arg === 'string' ? arg.slice(0, MOST_CHARACTERS) : arg,
    );
    write.apply(this, short as typeof args);
    if (verdict === 'write') return;
    const others = address === undefined ? 'the same words' : 'requests from this address';
    write.call(this, {}, `further lines of ${others} are left out for a minute`);
  };
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
