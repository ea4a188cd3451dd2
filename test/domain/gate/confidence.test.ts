import { judge } from '../../../domain/gate/rules';
import { gateCase, policies } from './gate-case';

const offer = { kind: 'offer', offer: 'discount', amount: '10.0' } as const;
const strict = { ...policies, confidence: { strongFrom: 0.6 } };

describe('an offer', () => {
  it('is refused on a picture that cannot be trusted, with what is missing', () => {
    expect(judge(gateCase({ effect: offer, policies: strict, confidence: 0.5 }))).toEqual({
      verdict: 'refused',
      code: 'lowConfidence',
      why: 'the confidence of the score is 0.50, an offer needs 0.6: wait for fresh signals',
    });
    expect(judge(gateCase({ effect: offer, policies: strict }))).toMatchObject({ code: 'lowConfidence' });
  });

  it('is made from the confidence of the policies on, and on any where they name none', () => {
    expect(judge(gateCase({ effect: offer, policies: strict, confidence: 0.6 })).verdict).toBe('allowed');
    expect(judge(gateCase({ effect: offer, confidence: 0 })).verdict).toBe('allowed');
  });

  it('alone asks for it: a message is light treatment', () => {
    expect(judge(gateCase({ policies: strict, confidence: 0 })).verdict).toBe('allowed');
  });
});
