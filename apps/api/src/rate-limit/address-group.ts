import { isIP } from 'node:net';

/** Who has one address of IPv6 has all of its /64, so they count as one. Anything else stays as it is. */
export function addressGroup(ip: string): string {
  const [bare = ''] = ip.split('%');
  if (isIP(bare) !== 6) return ip;
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(bare) ?? [];
  return mapped ?? `${groupsOf(bare).slice(0, 4).join(':')}::/64`;
}

/** All eight, in the shortest way to write each. */
function groupsOf(address: string): string[] {
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [left = [], right] = shortest
    .split('::')
    .map((side) => side.split(':').filter((group) => group !== ''));
  if (right === undefined) return left;
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right];
}
