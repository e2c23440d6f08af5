import { Prisma } from '../generated/client.js';

/** What serves whoever wrote it: anything but what was rejected, unless they insist on that. */
export const SERVES_ITS_WRITER = {
  OR: [{ status: { not: 'rejected' } }, { insisted: true }],
} satisfies Prisma.SampleWhereInput;

/** The same in SQL, of rows of `sample`. */
export const servesItsWriter = Prisma.sql`(sample.status <> 'rejected' OR sample.insisted)`;

/**
 * What is in anybody's memory. An approved sample serves everybody; any other its writer, if it has one, unless it was
 * rejected and they did not insist. Of a large import that was approved as it came, memory has some of each label.
 */
export const SERVES_SOMEBODY = {
  remembered: true,
  OR: [{ status: 'approved' }, { writerId: { not: null }, ...SERVES_ITS_WRITER }],
} satisfies Prisma.SampleWhereInput;

/** The same in SQL, of rows of `sample`. */
export const servesSomebody = Prisma.sql`(
  sample.remembered AND (sample.status = 'approved' OR (sample.writer_id IS NOT NULL AND ${servesItsWriter})))`;
