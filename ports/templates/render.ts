import { checkLiquid, liquidVariables, renderLiquid } from './liquid';
import { htmlOfMjml } from './mjml';
import { textOfHtml } from './plain-text';
import { TemplateFault, type CompiledTemplate, type RenderedTemplate, type TemplateSource } from './template';

/** Compiles a template at load time: checks the Liquid, turns MJML to HTML, derives the text where none is written. */
export async function compileTemplate(source: TemplateSource): Promise<CompiledTemplate> {
  const { id, subject, text, mjml } = source;
  if (text === undefined && mjml === undefined)
    throw new TemplateFault('it has neither text nor mjml; write one.', { templateId: id, part: 'text' });
  checkLiquid(subject, { templateId: id, part: 'subject' });
  if (text !== undefined) checkLiquid(text, { templateId: id, part: 'text' });
  if (mjml === undefined) return { id, subject, text: text ?? '' };
  // Checked before it is turned to HTML, so that a fault names the line the author wrote.
  checkLiquid(mjml, { templateId: id, part: 'mjml' });
  const html = await htmlOfMjml(id, mjml);
  const compiled = { id, subject, text: text ?? textOfHtml(html), html };
  checkLiquid(compiled.text, { templateId: id, part: 'text' });
  checkLiquid(html, { templateId: id, part: 'html' });
  return compiled;
}

/** Renders a compiled template; throws TemplateFault for a missing variable. */
export function renderTemplate(compiled: CompiledTemplate, variables: object): RenderedTemplate {
  const templateId = compiled.id;
  const rendered = {
    subject: oneLine(renderLiquid(compiled.subject, variables, { templateId, part: 'subject' })),
    text: renderLiquid(compiled.text, variables, { templateId, part: 'text' }),
  };
  if (compiled.html === undefined) return rendered;
  return { ...rendered, html: renderLiquid(compiled.html, variables, { templateId, part: 'html' }) };
}

/** Every variable the template reads, as sorted dotted paths, for load-time checks. */
export function templateVariables(compiled: CompiledTemplate): string[] {
  const templateId = compiled.id;
  const found = [
    ...liquidVariables(compiled.subject, { templateId, part: 'subject' }),
    ...liquidVariables(compiled.text, { templateId, part: 'text' }),
    ...(compiled.html === undefined ? [] : liquidVariables(compiled.html, { templateId, part: 'html' })),
  ];
  return [...new Set(found)].sort();
}

// A customer's own name must not be able to begin a new header.
function oneLine(subject: string): string {
  return subject.replaceAll(/\p{Cc}+/gu, ' ').trim();
}
