import { messageOf } from '@inkling/contract';
import { CronExpressionParser } from 'cron-parser';

const EXAMPLE = 'for example "0 3 * * *", every night at three';

/**
 * What is wrong with a schedule, for a person; `undefined` when it can be kept. Schedules have five
 * fields: the sixth of some dialects, seconds, would start jobs faster than any ends.
 */
export function cronProblem(cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5 || fields[0] === '') {
    return `expected five fields (minute, hour, day of month, month, day of week), ${EXAMPLE}`;
  }
  try {
    // Also finds what no calendar has, such as 30 February.
    CronExpressionParser.parse(cron).next();
    return undefined;
  } catch (error) {
    const reason = messageOf(error);
    return `"${cron}" is no schedule (${reason}): expected five fields, ${EXAMPLE}`;
  }
}

/**
 * When a schedule is due next; `null` for one that never is.
 *
 * @param timeZone @defaultValue that of this process
 */
export function nextTimeOf(cron: string, timeZone?: string): Date | null {
  try {
    return CronExpressionParser.parse(cron, { ...(timeZone && { tz: timeZone }) })
      .next()
      .toDate();
  } catch {
    return null;
  }
}
