import { setImmediate as nextTurn } from 'node:timers/promises';
import { GLYPH_SIDE } from '@inkling/ink';
import { greyPng } from '../../common/png.js';
import { folderOfLabel } from '../formats/folder-name.js';
import { ZipWriter } from '../formats/zip/zip-writer.js';
import { countsAs, type ExportedSample } from './export-samples.repository.js';

/** Packing takes time: requests that came meanwhile go first. */
const AT_ONCE = 50;

/** A zip with one folder a label; names count through the whole file. */
export async function* toPngFolders(
  pages: AsyncIterable<readonly ExportedSample[]>,
): AsyncGenerator<Buffer> {
  const zip = new ZipWriter();
  let count = 0;
  for await (const page of pages) {
    for (let start = 0; start < page.length; start += AT_ONCE) {
      yield Buffer.concat(
        page.slice(start, start + AT_ONCE).map((sample) => {
          const name = String(++count).padStart(7, '0');
          const picture = greyPng(sample.glyph, GLYPH_SIDE, GLYPH_SIDE);
          return zip.file(`${folderOfLabel(countsAs(sample))}/${name}.png`, picture);
        }),
      );
      await nextTurn();
    }
  }
  yield zip.end();
}
