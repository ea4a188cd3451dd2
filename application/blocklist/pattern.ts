import ipaddr from 'ipaddr.js';
import type { BlocklistPolicy } from '../../domain/policies';
import type { BlockKind } from '../../ports/store/tables/blocklist';

/** What people may block. */
export const blockable = ['device', 'ip', 'email'] as const;
export type Blockable = (typeof blockable)[number];

/** A pattern in its normal form; a wide one hits more than one person and is kept readable. */
export interface BlockPattern {
  readonly kind: BlockKind;
  readonly text: string;
  readonly wide: boolean;
}

/** A pattern that cannot be blocked, with the fix. */
export interface PatternFault {
  readonly fault: string;
}

const longestDevice = 200;
const domainName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** Reads what a person wrote: a device's id, an IP address or network, an e-mail address or domain. */
export function readPattern(
  kind: Blockable,
  written: string,
  networks: BlocklistPolicy['networks'],
): BlockPattern | PatternFault {
  const text = written.trim();
  switch (kind) {
    case 'device':
      return deviceOf(text);
    case 'ip':
      return text.includes('/') ? networkOf(text, networks) : addressOf(text);
    case 'email':
      return mailOf(text.toLowerCase());
  }
}

function deviceOf(text: string): BlockPattern | PatternFault {
  if (text !== '' && text.length <= longestDevice) return { kind: 'device', text, wide: false };
  return { fault: `must be the id of a device of at most ${longestDevice} characters` };
}

function addressOf(text: string): BlockPattern | PatternFault {
  const ip = ipOf(text);
  return ip === undefined
    ? { fault: 'must be an IP address such as 203.0.113.7, or a network such as 203.0.113.0/24' }
    : { kind: 'ip', text: ip, wide: false };
}

function networkOf(text: string, networks: BlocklistPolicy['networks']): BlockPattern | PatternFault {
  const [base = '', bits = ''] = text.split('/');
  if (ipOf(base) === undefined || !ipaddr.isValidCIDR(text))
    return { fault: 'must be a network such as 203.0.113.0/24 or 2001:db8::/48' };
  const [address] = ipaddr.parseCIDR(text);
  const kind = address.kind();
  const prefix = Number(bits);
  // A network of one address is that address.
  if (prefix === (kind === 'ipv4' ? 32 : 128)) return addressOf(base);
  if (prefix < networks[kind])
    return { fault: `is too wide: policies.yaml allows networks down to /${networks[kind]} of ${kind}` };
  const network = kind === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return {
    kind: 'network',
    text: `${network.networkAddressFromCIDR(text).toString()}/${prefix}`,
    wide: true,
  };
}

function mailOf(text: string): BlockPattern | PatternFault {
  const [, domain] = /^\*?@(.+)$/.exec(text) ?? [];
  if (domain !== undefined && domainName.test(domain)) return { kind: 'domain', text: domain, wide: true };
  const [, host] = /^[^@\s*]+@(.+)$/.exec(text) ?? [];
  if (host !== undefined && domainName.test(host)) return { kind: 'email', text, wide: false };
  return { fault: 'must be an e-mail address, or a whole domain such as @example.com' };
}

/** An IP address in its normal form, an IPv4 one also where it comes as IPv6; undefined for any other text. */
export function ipOf(text: string): string | undefined {
  const written = text.trim();
  // The library also reads 0x7f.1 and a bare number, which nobody means.
  if (!ipaddr.IPv4.isValidFourPartDecimal(written) && !ipaddr.IPv6.isValid(written)) return undefined;
  return ipaddr.process(written).toString();
}

/** The domain of an address and those above it, down to two labels. */
export function domainsOf(address: string): readonly string[] {
  const labels = (address.toLowerCase().split('@').at(-1) ?? '').split('.');
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'));
}
