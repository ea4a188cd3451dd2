import { loadSmallBook, spoil } from '../support/small-book';

const floors = 'floors: { high: 100, medium: 10 }';
const withValue = (rest: string) => loadSmallBook(spoil('policies.yaml', floors, rest));

describe('where the tiers of value are cut', () => {
  test('is at the percentiles that are written, or at 0.9 and 0.6', async () => {
    const [plain, written] = await Promise.all([
      withValue(floors),
      withValue(`${floors}, percentiles: { high: 0.8, medium: 0.5 }`),
    ]);
    expect([plain, written].map((read) => read.ok && read.book.policies.value.percentiles)).toEqual([
      { high: 0.9, medium: 0.6 },
      { high: 0.8, medium: 0.5 },
    ]);
  });

  test.each([
    [`${floors}, percentiles: { high: 0.5, medium: 0.8 }`, 'the percentile of medium is above that of high'],
    [`${floors}, percentiles: { high: 90, medium: 0.5 }`, 'must be a share between 0 and 1'],
    ['floors: { high: 10, medium: 100 }', 'the floor of medium is above that of high'],
  ])('is refused as %s', async (value, message) => {
    const read = await withValue(value);
    const told = read.ok ? [] : read.errors.filter(({ file }) => file === 'policies.yaml');
    expect(told).toMatchObject([{ line: 3, message: expect.stringContaining(message) as string }]);
  });
});
