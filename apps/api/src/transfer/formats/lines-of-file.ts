import { createReadStream } from 'node:fs';

const LINE_FEED = 0x0a;

/** More than the most ink that a drawing may have. */
export const LONGEST_LINE_BYTES = 4 * 1024 * 1024;

/** A line without its end; `undefined` for one that is too long, whose bytes are passed over. */
export type FileLine = string | undefined;

/** The lines of a text file one after the other, with no more than one of them in memory. */
export async function* linesOfFile(
  path: string,
  longestBytes: number = LONGEST_LINE_BYTES,
): AsyncGenerator<FileLine> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (end: Buffer): FileLine => {
    const line =
      length + end.length > longestBytes
        ? undefined
        : Buffer.concat([...parts, end]).toString('utf8');
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, start)) {
      yield take(chunk.subarray(start, at));
      start = at + 1;
    }
    const rest = chunk.subarray(start);
    length += rest.length;
    if (length <= longestBytes) parts.push(rest);
  }
  if (length > 0) yield take(Buffer.alloc(0));
}

/** How many lines there are, the last one counted whether it has an end or not. */
export async function countLines(path: string): Promise<number> {
  let lines = 0;
  let isOpen = false;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
    isOpen = chunk.at(-1) !== LINE_FEED;
  }
  return isOpen ? lines + 1 : lines;
}
