import path from 'node:path';
import { evaluate } from '../../domain/evaluate';
import { handlingOf } from '../../domain/handling/handling-of';
import type { CompiledBook } from '../../domain/compiled-book';
import { readBook } from '../../ports/book-files/read-book';
import { renderTemplate } from '../../ports/templates/render';
import { evaluationInput, fact } from '../support/evaluated-customer';

// The whole book, its templates included, is compiled.
jest.setTimeout(120_000);

const at = '2026-03-02T09:00:00.000Z';

type Said = readonly (readonly [name: string, value: string | number | boolean, at?: string])[];

describe('a shipped text', () => {
  let book: CompiledBook;
  beforeAll(async () => {
    const read = await readBook(path.resolve('config/book'));
    if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
    book = read.book;
  });

  /** The mail as it goes to a customer of whom these facts are known. */
  const mailOf = (template: string, said: Said) => {
    const signals = said.map(([name, value, when = at], n) => fact(name, value, when, { id: `f${n}` }));
    const { memberships } = evaluate(evaluationInput(book, { signals, asOf: at }));
    const inside = memberships.filter(({ state }) => state === 'in');
    const { topic, depth, tone } = handlingOf(book, inside).content;
    const content = { topic: topic?.value ?? '', depth: depth?.value ?? '', tone: tone?.value ?? '' };
    const links = { account: 'https://example.org/account', updateCard: '' };
    const compiled = book.templates[template];
    if (!compiled) throw new Error(`the book has no template ${template}`);
    return renderTemplate(compiled, { contact: { name: 'Ann' }, links, content });
  };

  describe('of tips', () => {
    it('is about settings of all users, and formal, for an administrator', () => {
      const mail = mailOf('maintain-tips', [['product_role', 'admin']]);
      expect(mail.subject).toBe('Three settings that help everybody');
      expect(mail.text).toMatch(/^Good day Ann,[^]*how to take it back/);
      expect(mail.html).toContain('Look at the settings');
    });

    it('is about one thing, and warm, for somebody new', () => {
      const mail = mailOf('maintain-tips', [
        ['account_created', true],
        ['active_days_30d', 2],
      ]);
      expect(mail.subject).toBe('One thing, in one minute');
      expect(mail.text).toMatch(/^Hello Ann,[^]*It takes a minute/);
    });

    it('is the usual one for whoever is in no such segment', () => {
      const mail = mailOf('maintain-tips', []);
      expect(mail.subject).toBe('Three tips in three minutes');
      expect(mail.text).toMatch(/^Hello Ann,[^]*three small things/);
    });
  });

  describe('of a win-back', () => {
    const viewed = (page: string): Said => [
      ['contract_cancelled', true],
      ['page_viewed', page, '2026-03-01T09:00:00.000Z'],
      ['page_viewed', page],
    ];

    it('offers an honest comparison to whoever compares', () => {
      const mail = mailOf('win-back-missed', viewed('comparison'));
      expect(mail.subject).toBe('An honest comparison');
      expect(mail.text).toContain('what we do not do and what it costs');
    });

    it('points to the guides whoever reads them', () => {
      const mail = mailOf('win-back-missed', viewed('guide'));
      expect(mail.subject).toBe('Guides that are new');
      expect(mail.html).toMatch(/Read the\s+guides/);
    });

    it('is the usual one for a lapsed customer who looks at nothing', () => {
      const mail = mailOf('win-back-missed', [['contract_cancelled', true]]);
      expect(mail.subject).toBe('We have not seen you for a while');
      expect(mail.text).toContain('have become simpler');
    });
  });

  it('of a closed request says what was missing', () => {
    const rendered = (signals: object) =>
      renderTemplate(book.templates['account-change-closed']!, { contact: { name: '' }, signals }).text;
    expect(rendered({ account_owner_verified: true })).toContain('we have not had your yes');
    expect(rendered({})).toContain('nobody has shown us');
  });

  it.each([
    ['cancel', 'cancel your contract', 'to be cancelled'],
    ['plan', 'change your plan', 'Your plan is to be changed'],
    ['owner', 'to another owner', 'to have another owner'],
    ['delete', 'delete your account', 'Nobody can bring it back'],
    [undefined, 'change your account', 'changed as you have asked'],
  ])('of a change of the account (%s) reads it back', (account_change_requested, asked, readBack) => {
    const given = {
      contact: { name: '' },
      signals: { ...(account_change_requested && { account_change_requested }) },
      links: { account: 'https://example.org' },
    };
    expect(renderTemplate(book.templates['account-change-verify']!, given).text).toContain(asked);
    expect(renderTemplate(book.templates['account-change-consent']!, given).text).toContain(readBack);
  });
});
