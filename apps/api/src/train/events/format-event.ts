/** A row of a job's stream. */
export interface StoredEvent {
  readonly id: bigint;
  readonly type: string;
  readonly data: unknown;
}

/** As `text/event-stream` has it. JSON has no line breaks of its own, so one line of data is enough. */
export const formatEvent = ({ id, type, data }: StoredEvent): string =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

/** What browsers pass over; it keeps proxies from taking the connection for dead. */
export const HEARTBEAT = ': still here\n\n';

/** Sent first, so that the answer's head leaves at once; and when to come back after a break. */
export const OPENING = 'retry: 2000\n: events of a training job\n\n';

/** What a client had last; `0` is before the first, and for anything that is no id of ours. */
export const parseLastEventId = (header: string | undefined): bigint =>
  header !== undefined && /^\d{1,18}$/.test(header) ? BigInt(header) : 0n;
