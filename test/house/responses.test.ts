import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { responsesFile } from '../../cli/simulate/files';
import type { CompiledBook } from '../../domain/compiled-book';
import { readBook } from '../../ports/book-files/read-book';
import type { Responses } from '../../simulation/responses/responses';

const folder = path.resolve('config/responses');
const files = readdirSync(folder);
const textOf = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

// The whole book, its templates included, is compiled.
jest.setTimeout(120_000);

describe('the shipped responses', () => {
  let book: CompiledBook;
  beforeAll(async () => {
    const read = await readBook(path.resolve('config/book'));
    if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
    book = read.book;
  });
  const responsesOf = (file: string): Promise<Responses> => {
    const terminal = { environment: {}, folder, out: () => undefined, note: () => undefined };
    return responsesFile(terminal, file, { book, playbook: file.replace(/\.yaml$/, '') });
  };
  const stepsOf = ({ playbook }: Responses, op: 'approve' | 'task' | 'plan'): string[] =>
    (book.playbooks[playbook]?.program.instructions ?? [])
      .filter((instruction) => instruction.op === op)
      .map(({ step }) => step);

  it('are there for every playbook, one each', () => {
    expect(files).toEqual(
      Object.keys(book.playbooks)
        .map((id) => `${id}.yaml`)
        .sort(),
    );
  });

  it.each(files)('%s name nothing that its playbook and the book do not have', async (file) => {
    await expect(responsesOf(file)).resolves.toMatchObject({ playbook: file.replace(/\.yaml$/, '') });
  });

  it.each(files)('%s say who the customer is and that the figures are assumed', async (file) => {
    const { given, note } = await responsesOf(file);
    expect([given?.customer['name'], given?.untilMs]).toEqual([expect.any(String), expect.any(Number)]);
    expect(`${note} ${textOf(file)}`).toMatch(/Assumed .*assumptions/s);
  });

  it.each(files)('%s leave no question and no work of the playbook unanswered', async (file) => {
    const responses = await responsesOf(file);
    const { approvals, tasks } = responses;
    const answered = (list: readonly { readonly step?: string }[], step: string): boolean =>
      list.some((one) => one.step === undefined || one.step === step);
    expect(stepsOf(responses, 'approve').filter((step) => !answered(approvals, step))).toEqual([]);
    const work = [...stepsOf(responses, 'task'), ...stepsOf(responses, 'plan')];
    expect(work.filter((step) => !answered(tasks, step))).toEqual([]);
  });
});
