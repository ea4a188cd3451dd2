/** A template as the book's folder holds it; a mail needs text or mjml, and may have both. */
export interface TemplateSource {
  readonly id: string;
  readonly subject: string;
  readonly text?: string;
  readonly mjml?: string;
}

/** A template ready to render and to hash: Liquid sources alone, the MJML already turned to HTML. */
export interface CompiledTemplate {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

/** A mail's words for one customer. */
export interface RenderedTemplate {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

/** The parts of a template, as faults name them. */
export type TemplatePart = 'subject' | 'text' | 'html' | 'mjml';

/** A fault in a template, naming where it is and, for a missing value, which variable. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';
  readonly retryable = false;
  /** What is wrong, without the place. */
  readonly reason: string;
  readonly templateId: string;
  readonly part: TemplatePart;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly variable: string | undefined;

  constructor(
    message: string,
    where: {
      templateId: string;
      part: TemplatePart;
      line?: number;
      column?: number;
      variable?: string;
      cause?: unknown;
    },
  ) {
    const position =
      where.line === undefined
        ? ''
        : `, line ${where.line}${where.column === undefined ? '' : `, column ${where.column}`}`;
    super(`Template '${where.templateId}', ${where.part}${position}: ${message}`, { cause: where.cause });
    this.reason = message;
    this.templateId = where.templateId;
    this.part = where.part;
    this.line = where.line;
    this.column = where.column;
    this.variable = where.variable;
  }
}
