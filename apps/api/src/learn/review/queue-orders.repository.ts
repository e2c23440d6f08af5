import { Prisma } from '@inkling/store';
import { idSchema, labelSchema, type ReviewSort } from '@inkling/contract';
import { z } from 'zod';
import { pageCursor } from '../../common/page-cursor.js';
import { cursorOf, placeOfCursor } from './tuple-cursor.js';

/** What a row of the queue stands in order by. */
export interface QueuePlace {
  readonly id: string;
  /** As stored: -1 while it is not known. */
  readonly suspicion: number;
  /** What it counts as. */
  readonly label: string;
  readonly clusterId: string;
}

/** A way through `review_item i`: every one ends with the id, so that no two rows stand equal. */
interface QueueOrder {
  readonly orderBy: Prisma.Sql;
  /** The cursor of the page after a row. */
  cursorAt(place: QueuePlace): string;
  /** The rows after a cursor. @throws ProblemError when it is none of this order */
  after(cursor: string): Prisma.Sql;
}

const suspicionCursor = z.tuple([z.number(), idSchema]);
const likenessCursor = z.tuple([labelSchema, idSchema, idSchema]);

export const QUEUE_ORDERS: Readonly<Record<ReviewSort, QueueOrder>> = {
  newest: {
    orderBy: Prisma.sql`i.correction_id DESC`,
    cursorAt: ({ id }) => id,
    after: (cursor) => Prisma.sql`i.correction_id < ${pageCursor(cursor)}::uuid`,
  },
  suspicion: {
    orderBy: Prisma.sql`i.suspicion DESC, i.correction_id DESC`,
    cursorAt: ({ suspicion, id }) => cursorOf([suspicion, id]),
    after: (cursor) => {
      const [suspicion, id] = placeOfCursor(suspicionCursor, cursor);
      return Prisma.sql`(i.suspicion, i.correction_id) < (${suspicion}::float8, ${id}::uuid)`;
    },
  },
  likeness: {
    orderBy: Prisma.sql`i.label, i.cluster_id, i.correction_id`,
    cursorAt: ({ label, clusterId, id }) => cursorOf([label, clusterId, id]),
    after: (cursor) => {
      const [label, clusterId, id] = placeOfCursor(likenessCursor, cursor);
      return Prisma.sql`(i.label, i.cluster_id, i.correction_id) > (${label}, ${clusterId}::uuid, ${id}::uuid)`;
    },
  },
};
