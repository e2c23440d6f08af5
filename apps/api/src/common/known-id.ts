import type { PipeTransform } from '@nestjs/common';
import { idSchema } from '@inkling/contract';
import { notFound } from './problem-error.js';

/** For ids in addresses: what is no id at all is as unknown as one that nobody has. */
export const knownId = (what: string): PipeTransform<string, string> => ({
  transform: (value) => {
    const { data } = idSchema.safeParse(value);
    if (data !== undefined) return data;
    throw notFound(what);
  },
});
