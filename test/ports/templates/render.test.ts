import { compileTemplate, renderTemplate, templateVariables } from '../../../ports/templates/render';

const LETTER = {
  id: 'payment-update',
  subject: 'Your invoice {{ invoice.number }}',
  text: "Hello {{ customer.name | default: 'there' }},\n{% if invoices.size > 0 %}{% for open in invoices %}{{ open.amountMinor | money: open.currency }}\n{% endfor %}{% endif %}{{ link }}",
};
const DESIGN = `<mjml><mj-head><mj-preview>Not for reading</mj-preview></mj-head><mj-body><mj-section><mj-column>
<mj-text><h1>Hello {{ customer.name }}</h1>{% if open < 3 %}Few{% endif %} &amp; due {{ dueAt | local_date: 'Europe/Berlin' }}</mj-text>
<mj-button href="{{ link }}?a=1&amp;b={{ token }}">Pay now</mj-button></mj-column></mj-section></mj-body></mjml>`;
const FACTS = {
  customer: { name: 'Ada & <b>Co</b>' },
  open: 1,
  dueAt: '2026-03-02T23:30:00Z',
  link: 'https://pay.example/x',
  token: 't',
};

describe('a template', () => {
  it('speaks plain text with amounts in words', async () => {
    const compiled = await compileTemplate(LETTER);
    const rendered = renderTemplate(compiled, {
      customer: {},
      invoice: { number: '7' },
      invoices: [
        { amountMinor: 4900, currency: 'EUR' },
        { amountMinor: 500n, currency: 'JPY' },
      ],
      link: 'https://pay.example/x?a=1&b=2',
    });
    expect(rendered).toEqual({
      subject: 'Your invoice 7',
      text: 'Hello there,\n€49.00\n¥500\nhttps://pay.example/x?a=1&b=2',
    });
  });

  it('is compiled once: the same source gives the same bytes to hash', async () => {
    const source = { id: 'offer', subject: 'Hi', mjml: DESIGN };
    expect(JSON.stringify(await compileTemplate(source))).toBe(JSON.stringify(await compileTemplate(source)));
  });

  it('escapes what customers wrote in HTML, and only there; the text is derived from the design', async () => {
    const rendered = renderTemplate(
      await compileTemplate({ id: 'offer', subject: '{{ customer.name }}', mjml: DESIGN }),
      FACTS,
    );
    expect(rendered.subject).toBe('Ada & <b>Co</b>');
    expect(rendered.html).toContain('Hello Ada &amp; &lt;b&gt;Co&lt;/b&gt;');
    expect(rendered.html).not.toMatch(/fonts\.googleapis|<b>/);
    expect(rendered.text).toBe(
      'Hello Ada & <b>Co</b>\n\nFew & due 3 March 2026\n\nPay now <https://pay.example/x?a=1&b=t>',
    );
  });

  it('never lets a value begin a new header', async () => {
    const compiled = await compileTemplate({ id: 'x', subject: 'For {{ name }}', text: '-' });
    expect(renderTemplate(compiled, { name: 'Eve\r\nBcc: all@example.com\u0000' }).subject).toBe(
      'For Eve Bcc: all@example.com',
    );
  });

  it('names the template, the line and the missing variable', async () => {
    const compiled = await compileTemplate({ id: 'x', subject: 's', text: 'one\ntwo {{ customer.nme }}' });
    const render = async () => renderTemplate(compiled, { customer: { name: 'Ada' } });
    await expect(render()).rejects.toMatchObject({
      templateId: 'x',
      part: 'text',
      line: 2,
      variable: 'customer.nme',
      retryable: false,
    });
    await expect(render()).rejects.toThrow(
      /Template 'x', text, line 2, column 8: the variable 'customer\.nme' is missing/,
    );
  });

  it.each([
    [{ text: 'a\n{{ b | mony }}' }, { part: 'text', line: 2, message: expect.stringContaining('mony') }],
    [{ text: 'a\n{% iff b %}' }, { part: 'text', line: 2 }],
    [
      { mjml: '<mjml><mj-body>\n<mj-foo></mj-foo></mj-body></mjml>' },
      { part: 'mjml', line: 2, message: expect.stringContaining('mj-foo') },
    ],
    [{ mjml: '<mjml>\n\n{{ a | mony }}</mjml>' }, { part: 'mjml', line: 3 }],
    [{}, { part: 'text' }],
  ])('is refused at load time: %j', async (source, fault) => {
    await expect(compileTemplate({ id: 'x', subject: 's', ...source })).rejects.toMatchObject({
      name: 'TemplateFault',
      templateId: 'x',
      ...fault,
    });
  });

  it('lists the variables it reads, without its own', async () => {
    expect(templateVariables(await compileTemplate(LETTER))).toEqual([
      'customer.name',
      'invoice.number',
      'invoices',
      'invoices.size',
      'link',
    ]);
    expect(templateVariables(await compileTemplate({ id: 'o', subject: 's', mjml: DESIGN }))).toEqual([
      'customer.name',
      'dueAt',
      'link',
      'open',
      'token',
    ]);
  });

  it('reads no file and no inherited property', async () => {
    const compiled = await compileTemplate({
      id: 'x',
      subject: 's',
      text: '{{ customer.constructor.name }}',
    });
    expect(() => renderTemplate(compiled, { customer: {} })).toThrow(/customer\.constructor/);
    await expect(
      compileTemplate({ id: 'x', subject: 's', text: "{% render '/etc/hostname' %}" }),
    ).rejects.toThrow(/Template 'x', text/);
  });
});
