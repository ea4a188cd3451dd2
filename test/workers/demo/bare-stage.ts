import type { Stage } from '../../../workers/demo/stage';

/** A stage on which nothing answers but what a test says: it keeps what was sent and said, and time passes in pauses alone. */
export interface BareStage {
  readonly stage: Stage;
  readonly sent: { method: string; path: string; body: unknown }[];
  readonly said: string[];
  pass(hours: number): void;
}

/** Answers by path; every path without one takes facts. */
export function bareStage(answers: Readonly<Record<string, () => unknown>> = {}): BareStage {
  let now = Date.parse('2026-03-02T10:00:00Z');
  const sent: BareStage['sent'] = [];
  const said: string[] = [];
  const api: Stage['api'] = async (method, path, body) => {
    sent.push({ method, path, body });
    const [, answer] = Object.entries(answers).find(([start]) => path.startsWith(start)) ?? [];
    return answer ? answer() : { results: [{ status: 'accepted' }] };
  };
  const untilKnown: Stage['untilKnown'] = async (ask) => {
    const answer = await ask();
    if (answer === undefined) throw new Error('a story waits for what never comes');
    return answer;
  };
  const stage: Stage = {
    api,
    staff: () => api,
    sandbox: api,
    now: () => new Date(now).toISOString(),
    pause: async (days) => void (now += days * 86_400_000),
    untilKnown,
    page: (id) => `page of ${id}`,
    say: (line) => void said.push(line),
  };
  return { stage, sent, said, pass: (hours) => void (now += hours * 3_600_000) };
}
