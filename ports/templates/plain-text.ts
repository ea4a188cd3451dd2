import { convert } from 'html-to-text';

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

/** The plain-text form of an HTML source, Liquid left as it stands (nothing upper-cased, nothing wrapped). */
export function textOfHtml(html: string): string {
  return convert(html, {
    wordwrap: false,
    selectors: [
      ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'] } },
      { selector: 'img', format: 'skip' },
      // A mail's preview line is for the inbox list, not for reading.
      { selector: 'div[style*="display:none"]', format: 'skip' },
    ],
  }).trim();
}
