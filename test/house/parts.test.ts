import { parse } from '@marcbachmann/cel-js';
import { sha256 } from '@noble/hashes/sha2.js';
import canonicalize from 'canonicalize';
import { exportJWK, generateKeyPair } from 'jose';

describe('the packages that ship only ES modules', () => {
  it('load in a CommonJS test and work', async () => {
    expect(parse('1 + 1 == 2')({})).toBe(true);
    expect(Buffer.from(sha256(new Uint8Array())).toString('hex')).toMatch(/^e3b0c442/);
    expect(canonicalize({ b: 1, a: 2 })).toBe('{"a":2,"b":1}');
    const { publicKey } = await generateKeyPair('ES256');
    expect(await exportJWK(publicKey)).toHaveProperty('kty', 'EC');
  });
});
