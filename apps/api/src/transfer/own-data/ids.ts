import { createHash } from 'node:crypto';
import { isFutureId } from '@inkling/contract';
import { idOfTime } from '../../common/id.js';

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;

/** Whether a row may have the id that a file gives it, where nobody has it. However old: files are copies of what was. */
export const keepableId = (id: string): boolean => VERSION_7.test(id) && !isFutureId(id);

/** For what can't have its own. */
export const freshId = (createdAt: string): string => idOfTime(Date.parse(createdAt));

/** As Postgres has it of bytes, by which what is drawn is told to be the same. */
export const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
