import type { CompiledBook } from '../domain/compiled-book';
import { flowChart } from '../domain/diagram/flow-chart';

/** The page of the docs that shows every playbook of a book as a picture. */
export function playbookPictures({ playbooks }: CompiledBook): string {
  const parts = Object.values(playbooks).map(
    ({ id, program }) =>
      `## ${program.title}\n\n[\`${id}\`](../config/book/playbooks/${id}.yaml)\n\n\`\`\`mermaid\n${flowChart(program)}\`\`\`\n`,
  );
  return [
    '# Playbooks\n',
    'Drawn from the shipped book by `npm run -s write:pictures`; one of them: `npm run -s tideline -- diagram payment-cure`.\n',
    ...parts,
  ].join('\n');
}
