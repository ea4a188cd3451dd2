import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { parseMapping } from '../../cli/import/mapping';
import { rowFacts } from '../../cli/import/row-facts';
import { cardTable } from '../import/card-table';
import { spokenCli } from '../support/spoken-cli';

// The whole book, its templates included, is compiled for each command.
jest.setTimeout(120_000);

const shipped = path.resolve('config/book');
const cards = path.resolve('config/mappings/credit-card-default.yaml');

describe('tables without a server', () => {
  let folder: string;
  const cli = spokenCli(() => ({ folder }));
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-tables-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return name;
  };
  // Who is late at the end defaults, but for every third; nobody else does.
  const withOutcome = (table: string) => {
    const [heading = '', ...rows] = table.trim().split('\n');
    const at = heading.split(',').indexOf('PAY_0');
    const late = rows.map((row) => Number(row.split(',')[at]) >= 1);
    const defaults = late.map((one, index) => one && index % 3 > 0);
    const lines = rows.map((row, index) => row.replace(/[^,]*$/, defaults[index] ? '1' : '0'));
    const count = (flags: readonly boolean[]) => flags.filter(Boolean).length;
    return { text: [heading, ...lines].join('\n'), late: count(late), defaults: count(defaults) };
  };

  it('say in a dry run which segments a table comes to, and why', async () => {
    const table = write('cards.csv', cardTable(200, 7));
    const words = ['import', table, '--mapping', cards, '--book', shipped, '--dry-run'];
    expect(await cli.run('--json', ...words)).toBe(exitCodes.done);
    const report = JSON.parse(cli.out) as {
      customers: number;
      segments: { segment: string; reasons: object }[];
    };
    expect(report.customers).toBe(200);
    const late = report.segments.find(({ segment }) => segment === 'payment-late');
    expect(Object.keys(late?.reasons ?? {})).toEqual(['The account is a month or more behind']);
    expect(await cli.run(...words)).toBe(exitCodes.done);
    expect(cli.out).toMatch(
      /^200 customers played in virtual time; nothing was sent\.\n\nSEGMENT +CUSTOMERS/,
    );
  });

  it('compare a score with what came', async () => {
    const { text, late, defaults } = withOutcome(cardTable(600, 7));
    const table = write('cards.csv', text);
    const words = ['backtest', table, '--mapping', cards, '--score', 'payment', '--book', shipped];
    expect(await cli.run('--json', ...words, '--rounds', '200')).toBe(exitCodes.done);
    const found = JSON.parse(cli.out) as {
      customers: number;
      areaUnderCurve: { value: number; interval: { from: number; to: number } };
      tiers: { tier: string; customers: number; falsePositives: number; rate: number }[];
    };
    expect(found.customers).toBe(600);
    const { value, interval } = found.areaUnderCurve;
    expect([value > 0.8, interval.from < value, value < interval.to]).toEqual([true, true, true]);
    expect(found.tiers[0]).toMatchObject({
      tier: 'high',
      customers: late,
      falsePositives: late - defaults,
      rate: defaults / late,
    });
    expect(await cli.run(...words)).toBe(exitCodes.done);
    expect(cli.out).toContain('defaulted in the month after');
  });

  it('tell what a mapping lacks or misnames', async () => {
    const table = write('cards.csv', cardTable(5, 7));
    const unlabelled = write('map.yaml', readFileSync(cards, 'utf8').replace(/^outcome:.*$/m, ''));
    const words = ['backtest', table, '--score', 'payment', '--book', shipped];
    expect(await cli.run(...words, '--mapping', unlabelled)).toBe(exitCodes.failed);
    expect(cli.notes).toContain('map.yaml does not say what came: add outcome:');
    const misnamed = write('map.yaml', readFileSync(cards, 'utf8').replace('_delay_months', '_delay_month'));
    expect(await cli.run(...words, '--mapping', misnamed)).toBe(exitCodes.failed);
    expect(cli.notes).toContain('the book has no signal payment_delay_month: did you mean');
    write('cards.csv', cardTable(5, 7).replace(',Default', ',Defaulted'));
    expect(await cli.run(...words, '--mapping', cards)).toBe(exitCodes.failed);
    expect(cli.notes).toContain('has no column Default');
  });
});

describe('the mapping of the telephone customers', () => {
  const mapping = parseMapping(readFileSync('config/mappings/telco-churn.yaml', 'utf8'), 'telco-churn.yaml');
  const row = {
    customerID: '1',
    tenure: '14',
    InternetService: 'DSL',
    OnlineSecurity: 'Yes',
    OnlineBackup: 'Yes',
    DeviceProtection: 'No',
    TechSupport: 'Yes',
    StreamingTV: 'No',
    StreamingMovies: 'No',
    Contract: 'One year',
    PaymentMethod: 'Mailed check',
    MonthlyCharges: '50.5',
    Churn: 'No',
  };
  const said = (change: Partial<typeof row>) => {
    const facts = rowFacts(mapping, { ...row, ...change });
    if (facts.kind !== 'facts') throw new Error(JSON.stringify(facts));
    return {
      attributes: facts.attributes,
      signals: Object.fromEntries(facts.signals.map(({ name, value }) => [name, value])),
    };
  };

  it('says what its fields stand for', () => {
    expect(said({})).toEqual({
      attributes: { audience: 'consumer', plan: 'One year', annualRevenue: 606 },
      signals: {
        tenure_months: 14,
        contract_months: 12,
        pays_by_hand: true,
        renewal_in_days: 300,
        adoption: 0.5,
      },
    });
    expect(said({ Contract: 'Month-to-month' }).signals).toMatchObject({
      contract_months: 1,
      renewal_in_days: 30,
    });
  });

  it('says nothing of the adoption of extras that cannot be booked, and never what came', () => {
    const { signals, attributes } = said({ InternetService: 'No', Churn: 'Yes' });
    expect(Object.keys({ ...signals, ...attributes })).not.toContain('adoption');
    expect(JSON.stringify([signals, attributes])).not.toMatch(/churn/i);
  });
});
