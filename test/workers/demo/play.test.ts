import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { enters, happens, pause } from '../../../workers/demo/beats/happens';
import { readerDecides } from '../../../workers/demo/beats/reader';
import type { Character } from '../../../workers/demo/character';
import { journalIn } from '../../../workers/demo/journal';
import { isTold, play } from '../../../workers/demo/play';
import type { Beat, Story } from '../../../workers/demo/story';
import { bareStage } from './bare-stage';

const who: Character = {
  name: 'Alder',
  as: 'alder',
  zone: 'Europe/Berlin',
  attributes: {},
  contacts: [{ id: 'main', role: 'customer', email: 'alder@example.com' }],
};

function story(...beats: readonly Beat[]): Story {
  return { id: 'alder', title: 'Alder comes and goes', characters: [who], ends: [], beats };
}

const killed: Beat = () => Promise.reject(new Error('killed'));

describe('a story', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'tideline-stories-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on where it was stopped, with the facts it would have sent', async () => {
    const { stage, sent, pass } = bareStage();
    const beats = [enters(who), happens(who, 'Uses less.', { name: 'usage', value: -0.4 }), pause(2)];
    await expect(play(story(...beats, killed), stage, journalIn(folder))).rejects.toThrow('killed');
    const before = [...sent];
    pass(1);
    const again = happens(who, 'Uses more.', { name: 'usage', value: 0.1 });
    await play(story(...beats, again), stage, journalIn(folder));
    expect(before.map(({ path: to }) => to)).toEqual(['/v1/customers/demo-alder', '/v1/signals']);
    expect(sent.slice(before.length).map(({ body }) => body)).toEqual([
      [expect.objectContaining({ customer: 'demo-alder', name: 'usage', value: 0.1 })],
    ]);
  });

  it('sends the facts of a beat that was cut off again as they were, so that nothing happens twice', async () => {
    const { stage, sent, pass } = bareStage();
    const fact = happens(who, 'Uses less.', {
      name: 'usage',
      value: -0.4,
      hoursAgo: 2,
      about: 'conversation',
    });
    const cutOff: Beat = async (scene) => {
      await fact(scene);
      return killed(scene);
    };
    await expect(play(story(cutOff), stage, journalIn(folder))).rejects.toThrow('killed');
    pass(5);
    await play(story(fact), stage, journalIn(folder));
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[0]?.body).toEqual([
      expect.objectContaining({ occurredAt: '2026-03-02T08:00:00.000Z', context: 'conversation:demo-alder' }),
    ]);
  });

  it('waits only for what is left of a pause', async () => {
    const { stage, pass } = bareStage();
    const begun = Date.parse(stage.now());
    const cutOff: Beat = (scene) => {
      pass(36);
      return killed(scene);
    };
    await expect(play(story(cutOff), stage, journalIn(folder))).rejects.toThrow('killed');
    await play(story(pause(2)), stage, journalIn(folder));
    expect(Date.parse(stage.now()) - begun).toBe(48 * 3_600_000);
  });

  it('is not told twice', async () => {
    const { stage, said } = bareStage();
    const told = story(enters(who), happens(who, 'Uses less.', { name: 'usage', value: -0.4 }));
    expect(isTold(told, journalIn(folder))).toBe(false);
    await play(told, stage, journalIn(folder));
    const lines = said.length;
    expect(isTold(told, journalIn(folder))).toBe(true);
    await play(told, stage, journalIn(folder));
    expect(said.length).toBe(lines);
  });

  it('stops where a fact is refused, and says which', async () => {
    const { stage } = bareStage({
      '/v1/signals': () => ({ results: [{ status: 'rejected', error: 'no signal usge' }] }),
    });
    const told = play(
      story(happens(who, 'Uses less.', { name: 'usge', value: -0.4 })),
      stage,
      journalIn(folder),
    );
    await expect(told).rejects.toThrow(/a fact of demo-alder was refused: .*no signal usge/);
  });

  it('begins again with another customer where the reader lets the question expire', async () => {
    const states = ['open', 'expired', 'open', 'approved'];
    const { stage, sent, said } = bareStage({
      '/v1/treatments': () => ({ treatments: [{ id: 'treatment:x' }] }),
      '/v1/approvals?': () => ({
        approvals: [{ id: 'approval:1', step: 'plan', title: 'The plan', state: states.shift() }],
      }),
      '/v1/approvals/': () => ({ state: states.shift() }),
    });
    await play(
      story(enters(who), readerDecides(who, { playbook: 'x', step: 'plan' })),
      stage,
      journalIn(folder),
    );
    expect(sent.filter(({ method }) => method === 'PUT').map(({ path: to }) => to)).toEqual([
      '/v1/customers/demo-alder',
      '/v1/customers/demo-alder-2',
    ]);
    expect(said.join('\n')).toContain('approvals approve approval:1');
  });
});
