import { readFileSync } from 'node:fs';
import { z } from 'zod';

const splitSchema = z.object({
  cutInkGroups: z.array(z.string()),
  unseenGroups: z.array(z.string()),
  unseenHands: z.array(z.string()),
  validationGroups: z.array(z.string()),
  validationHands: z.array(z.string()),
  gateHands: z.array(z.string()),
});
export type UnipenSplit = z.infer<typeof splitSchema>;

/** `left out` are files of people who also wrote a part that is kept unseen. */
export type UnipenPart =
  'train' | 'validation' | 'gate' | 'unseen group' | 'unseen hand' | 'left out';

const SHARED_WRITERS = ['apa', 'apb', 'app'];

/** The one split that every script uses: models/unipen-split.json. */
export function readUnipenSplit(
  path = new URL('../../../../models/unipen-split.json', import.meta.url),
): UnipenSplit {
  return splitSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/**
 * The person behind a UNIPEN file, as far as names tell: in UNIPEN a writer is a file, and one person
 * may have written several.
 *
 * @param writer `group/file.dat`
 */
export function handOfWriter(writer: string): string {
  const [group = '', file = ''] = writer.split('/');
  const name = file.replace(/\.dat$/, '');
  // ibm/r0207: session 02 of person 07.
  if (group === 'ibm') return `ibm/${name.slice(-2)}`;
  // val/gresai30, val/gresai31: one person's files differ in their last two signs.
  if (group === 'val') return `val/${name.slice(0, -2)}`;
  if (group === 'pri') return `pri/${name.split('.')[0]}`;
  if (group === 'art') return `art/${name.slice(0, 5)}`;
  // The three groups share their writers' numbers.
  if (SHARED_WRITERS.includes(group)) return `ap/${name}`;
  return `${group}/${name}`;
}

/** Which part each writer belongs to. */
export function partsOfWriters(
  writers: Iterable<string>,
  split: UnipenSplit,
): Map<string, UnipenPart> {
  const all = [...new Set(writers)];
  const groupOf = (writer: string) => writer.split('/')[0]!;
  const unseenGroupHands = new Set(
    all.filter((writer) => split.unseenGroups.includes(groupOf(writer))).map(handOfWriter),
  );
  return new Map(
    all.map((writer): [string, UnipenPart] => {
      const group = groupOf(writer);
      const hand = handOfWriter(writer);
      if (split.unseenGroups.includes(group)) return [writer, 'unseen group'];
      if (unseenGroupHands.has(hand)) return [writer, 'left out'];
      if (split.unseenHands.includes(hand)) return [writer, 'unseen hand'];
      if (split.validationGroups.includes(group) || split.validationHands.includes(hand)) {
        return [writer, 'validation'];
      }
      if (split.gateHands.includes(hand)) return [writer, 'gate'];
      return [writer, 'train'];
    }),
  );
}
