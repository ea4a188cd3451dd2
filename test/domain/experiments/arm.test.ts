import { createHash } from 'node:crypto';
import { drawArm } from '../../../domain/experiments/arm';

const ask = { salt: 's', playbook: 'save-play', customerKey: '0123456789ab', share: 0.1, globalShare: 0.05 };
const keys = Array.from({ length: 20_000 }, (_, index) => `customer${index}`);

describe('drawArm', () => {
  it('is the first 53 bits of SHA-256(salt|playbook|customerKey)', () => {
    const hex = createHash('sha256').update('s|save-play|0123456789ab').digest('hex');
    const bits = BigInt(`0x${hex}`) >> BigInt(256 - 53);
    expect(drawArm(ask).draw).toBe(Number(bits) / 2 ** 53);
  });

  it('draws the same arm at every re-entry', () => {
    expect(drawArm(ask)).toEqual(drawArm({ ...ask }));
  });

  it('holds out the share it says, of the playbook and of the base together', () => {
    const heldOut = keys.filter((customerKey) => drawArm({ ...ask, customerKey }).arm === 'holdout').length;
    // 1 − 0.9 × 0.95 = 0.145; 20,000 draws have a standard error of 0.0025.
    expect(heldOut / keys.length).toBeGreaterThan(0.135);
    expect(heldOut / keys.length).toBeLessThan(0.155);
  });

  it('holds the same customers out of every play by the global draw', () => {
    const everywhere = (playbook: string) =>
      keys.filter(
        (customerKey) => drawArm({ ...ask, playbook, customerKey, share: 1e-12 }).arm === 'holdout',
      );
    expect(everywhere('save-play')).toEqual(everywhere('campaign'));
    expect(everywhere('save-play').length).toBeGreaterThan(800);
  });

  it('never holds out a play whose share is 0, not even globally', () => {
    const draw = drawArm({ ...ask, share: 0, globalShare: 1 });
    expect(draw).toMatchObject({ arm: 'treatment', share: 0 });
    expect(draw).not.toHaveProperty('global');
  });
});
