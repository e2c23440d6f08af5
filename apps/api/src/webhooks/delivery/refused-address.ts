import { BlockList, isIP } from 'node:net';

const listOf = (...subnets: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList => {
  const list = new BlockList();
  for (const subnet of subnets) list.addSubnet(...subnet);
  return list;
};

/**
 * Where clouds tell a machine its own keys, beside other neighbours of the link: nothing that takes webhooks is there.
 * Two clouds have theirs elsewhere.
 */
const LINK_LOCAL = listOf(
  ['169.254.0.0', 16, 'ipv4'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['100.100.100.200', 32, 'ipv4'],
);

const PRIVATE = listOf(
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
);

/** The last 32 bits of these are an IPv4 address that a translator on the way would reach. */
const TRANSLATED = /^64:ff9b::(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/i;

/**
 * Why nothing may be sent to an IP address, for a person; `undefined`: it may.
 *
 * @param allowsPrivate whether addresses of the own network and machine may be reached
 */
export function whyRefused(address: string, allowsPrivate: boolean): string | undefined {
  const [plain = ''] = address.split('%');
  const ip = translated(plain) ?? plain;
  const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4';
  if (LINK_LOCAL.check(ip, family)) {
    return 'The address is link-local or one of a cloud’s metadata, which is never allowed.';
  }
  if (!allowsPrivate && PRIVATE.check(ip, family)) {
    return 'The address is private, and WEBHOOK_PRIVATE=false does not allow that.';
  }
  return undefined;
}

function translated(address: string): string | undefined {
  const match = TRANSLATED.exec(address);
  if (!match) return undefined;
  const [high, low] = [match[1] ?? '0', match[2]!].map((part) => Number.parseInt(part, 16));
  return [high! >> 8, high! & 255, low! >> 8, low! & 255].join('.');
}

/** The IP address that a web address names without a look-up; `undefined` where it has a host name. */
export function literalAddress(url: string): string | undefined {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? undefined : host;
}
