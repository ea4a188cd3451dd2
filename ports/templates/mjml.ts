import mjml2html from 'mjml';
import { TemplateFault } from './template';

/** Turns MJML to HTML, leaving Liquid as it stands; a wrong tag or attribute is a TemplateFault with its line. */
export async function htmlOfMjml(templateId: string, mjml: string): Promise<string> {
  try {
    // No default fonts: they would be fetched from a third party by every reader's mail program.
    const { html } = await mjml2html(mjml, {
      validationLevel: 'strict',
      fonts: {},
      ignoreIncludes: true,
      keepComments: true,
    });
    return html;
  } catch (error) {
    throw faultOf(templateId, error);
  }
}

interface MjmlFault {
  readonly line?: number;
  readonly message?: string;
  readonly tagName?: string;
}

function faultOf(templateId: string, error: unknown): TemplateFault {
  const [first] =
    error instanceof Error && 'errors' in error && Array.isArray(error.errors)
      ? (error.errors as MjmlFault[])
      : [];
  if (first?.message !== undefined) {
    return new TemplateFault(`${first.message} (${first.tagName ?? 'mjml'})`, {
      templateId,
      part: 'mjml',
      ...(first.line === undefined ? {} : { line: first.line }),
    });
  }
  return new TemplateFault(error instanceof Error ? error.message : String(error), {
    templateId,
    part: 'mjml',
  });
}
