import { describe, expect, it } from '@jest/globals';
import { literalAddress, whyRefused } from './refused-address.js';

describe('whyRefused', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fd00:ec2::254',
    '100.100.100.200',
  ])('refuses %s whatever is allowed', (address) => {
    expect(whyRefused(address, true)).toMatch(/never allowed/);
    expect(whyRefused(address, false)).toMatch(/never allowed/);
  });

  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.2',
    '100.64.0.1',
    '::1',
    '::',
    'fd12::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
  ])('refuses %s where private addresses are not allowed', (address) => {
    expect(whyRefused(address, true)).toBeUndefined();
    expect(whyRefused(address, false)).toMatch(/WEBHOOK_PRIVATE/);
  });

  it.each(['93.184.216.34', '172.32.0.1', '2606:2800::1', '100.128.0.1'])('lets %s', (address) => {
    expect(whyRefused(address, false)).toBeUndefined();
  });
});

describe('literalAddress', () => {
  it.each([
    ['http://169.254.169.254/x', '169.254.169.254'],
    ['http://0xa9fea9fe/', '169.254.169.254'],
    ['http://2852039166/', '169.254.169.254'],
    ['https://[fe80::1]:8443/', 'fe80::1'],
    ['https://example.org/', undefined],
  ])('of %s is %s', (url, address) => {
    expect(literalAddress(url)).toBe(address);
  });
});
