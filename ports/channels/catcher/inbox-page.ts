import type { CaughtMail } from './caught-mail';

const SHOWN = 200;

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem; }
  table { width: 100%; border-collapse: collapse; }
  th, td { text-align: left; padding: .5rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); vertical-align: top; }
  th, dt, .quiet { opacity: .72; font-weight: 500; font-size: .9rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
  dd { margin: 0; overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: .4rem; }
  iframe { width: 100%; height: 34rem; border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: .4rem; background: #fff; }
`;

/** The inbox as a page: newest mail first, reloading itself. */
export function inboxPage(mails: readonly CaughtMail[]): string {
  const shown = mails.slice(-SHOWN).reverse();
  const count =
    mails.length > SHOWN
      ? `${mails.length} mails, the newest ${SHOWN} shown`
      : `${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}`;
  const body =
    shown.length === 0
      ? '<p>No mail yet. What Tideline sends appears here and goes nowhere else.</p>'
      : `<table><thead><tr><th scope="col">Received</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead><tbody>${shown.map(row).join('')}</tbody></table>`;
  return page(
    'Mail catcher',
    `<h1>Mail catcher</h1><p class="quiet">${count}</p>${body}`,
    '<meta http-equiv="refresh" content="5">',
  );
}

/** One mail as a page; its HTML is shown in a frame that may run and load nothing. */
export function mailPage(mail: CaughtMail): string {
  const facts = [
    ['From', mail.headers['from'] ?? mail.from],
    ['To', mail.to.join(', ')],
    ['Received', mail.receivedAt],
    ['Message-ID', mail.messageId],
  ];
  const list = facts
    .map(([name = '', value = '']) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('');
  const designed =
    mail.html === null
      ? ''
      : `<h2>As designed</h2><iframe sandbox title="The mail as designed" srcdoc="${escapeHtml(mail.html)}"></iframe>`;
  return page(
    mail.subject,
    `<p><a href="/">All mail</a></p><h1>${escapeHtml(mail.subject)}</h1><dl>${list}</dl>${designed}<h2>Text</h2><pre>${escapeHtml(mail.text)}</pre>`,
  );
}

function row(mail: CaughtMail): string {
  const time = `<time datetime="${escapeHtml(mail.receivedAt)}">${escapeHtml(mail.receivedAt.slice(0, 19).replace('T', ' '))}</time>`;
  const subject = mail.subject === '' ? '(no subject)' : mail.subject;
  return `<tr><td>${time}</td><td>${escapeHtml(mail.to.join(', '))}</td><td><a href="/mail/${encodeURIComponent(mail.id)}">${escapeHtml(subject)}</a></td></tr>`;
}

function page(title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>${head}<style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
