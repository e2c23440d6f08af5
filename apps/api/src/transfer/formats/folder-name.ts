/** What file systems can't hold in a name, or take for something else, and the mark of what is written otherwise. */
const UNSAFE = /[\p{C}\p{Z}/\\:*?"<>|%.]/gu;

/** Many file systems take `a` for `A`: small letters are written by their numbers. */
const SMALL = /\p{Ll}/gu;

/** Names of devices, whatever follows. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

const escaped = (character: string): string =>
  [...Buffer.from(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');

/** The name of the folder that holds the drawings of a label. */
export function folderOfLabel(label: string): string {
  const name = label.replace(UNSAFE, escaped).replace(SMALL, escaped);
  return DEVICE.test(name) ? escaped(name[0]!) + name.slice(1) : name;
}

/** The reverse; a name that was not written so is itself. */
export function labelOfFolder(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
