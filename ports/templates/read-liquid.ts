import type { ReadLiquid } from '../../domain/book/liquid/liquid-text';
import { liquidReads } from './liquid';
import { TemplateFault } from './template';

/** What one text of a YAML file reads, or what is wrong with it, at its place in the text. */
export const readLiquid: ReadLiquid = (source) => {
  const offsetOf = ({
    line = 1,
    column = 1,
  }: {
    readonly line?: number;
    readonly column?: number;
  }): number => {
    const before = source.split('\n').slice(0, line - 1);
    return before.reduce((sum, text) => sum + text.length + 1, column - 1);
  };
  try {
    const reads = liquidReads(source, { templateId: 'text', part: 'text' });
    return { reads: reads.map(({ path, over, ...at }) => ({ path, over, offset: offsetOf(at) })) };
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return { fault: { message: error.reason, offset: offsetOf(error) } };
  }
};
