import { isIPv6 } from 'node:net';

/** Groups of four hexadecimal digits that name a network of one household or firm: a /64. */
const NETWORK_GROUPS = 4;

/** What is counted as one address: all of IPv4, the network of IPv6, where anyone has as many addresses as they like. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail)];
  const missing = Array<string>(8 - first.length - last.length).fill('0');
  const all = address.includes('::') ? [...first, ...missing, ...last] : first;
  return all
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
