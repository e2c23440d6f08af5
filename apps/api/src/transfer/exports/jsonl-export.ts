import { base64Of } from '../../common/base64.js';
import type { ExportedSample } from './export-samples.repository.js';

/** One sample a line, with all that an import needs to make the same sample of it. */
export async function* toJsonl(
  pages: AsyncIterable<readonly ExportedSample[]>,
): AsyncGenerator<Buffer> {
  for await (const page of pages) yield Buffer.from(page.map(lineOf).join(''));
}

function lineOf({ total: _total, glyph, ink, ...rest }: ExportedSample): string {
  const fields = JSON.stringify({ ...rest, glyph: base64Of(glyph) });
  // The ink is JSON as it comes from the database.
  return `${fields.slice(0, -1)},"ink":${ink ?? 'null'}}\n`;
}
