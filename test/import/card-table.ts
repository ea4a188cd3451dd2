const heading = [
  'ID',
  'LIMIT_BAL',
  'SEX',
  'EDUCATION',
  'MARRIAGE',
  'AGE',
  ...['PAY_0', 'PAY_2', 'PAY_3', 'PAY_4', 'PAY_5', 'PAY_6'],
  ...[1, 2, 3, 4, 5, 6].map((n) => `BILL_AMT${n}`),
  ...[1, 2, 3, 4, 5, 6].map((n) => `PAY_AMT${n}`),
  'Default',
];

/** A table of the shape of the credit-card data, made by chance from a seed: the same seed, the same table. */
export function cardTable(rows: number, seed: number): string {
  const random = mulberry32(seed);
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const lines = Array.from({ length: rows }, (_, at) => {
    const months = sixMonths(random);
    const bills = months.map(() => whole(0, 90_000));
    const payments = months.map(() => whole(0, 20_000));
    const person = [whole(1, 50) * 10_000, whole(1, 2), whole(0, 6), whole(0, 3), whole(21, 79)];
    return [at + 1, ...person, ...months.reverse(), ...bills, ...payments, whole(0, 1)].join(',');
  });
  return `${[heading.join(','), ...lines].join('\n')}\n`;
}

// April to September: who is late tends to stay late, as in the real table.
function sixMonths(random: () => number): number[] {
  const months: number[] = [];
  for (let month = 0; month < 6; month += 1) {
    const before = months.at(-1) ?? 0;
    const late = random() < (before >= 1 ? 0.65 : 0.12);
    months.push(
      late
        ? Math.min(8, Math.max(1, before + (random() < 0.3 ? 1 : 0)))
        : [-2, -1, 0][Math.floor(random() * 3)]!,
    );
  }
  return months;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
