import type { Character } from '../../../workers/demo/character';
import { followTreatments } from '../../../workers/demo/follow';
import type { TreatmentView } from '../../../workers/demo/treatments';
import { bareStage } from './bare-stage';

const who: Character = {
  name: 'Alder',
  as: 'alder',
  zone: 'Europe/Berlin',
  attributes: {},
  contacts: [],
};

const running: TreatmentView = {
  ...{ id: 'treatment:1', customer: 'demo-alder', playbook: 'save-play', state: 'running', pausedBy: [] },
  ...{ why: 'Entered “Save”.', step: 'call', done: '', waitingFor: 'Call the customer' },
  ...{ outcome: null, outcomeReason: null },
};
const closed: TreatmentView = {
  ...running,
  ...{ state: 'closed', waitingFor: '', outcome: 'saved', outcomeReason: 'twice low' },
};

// What is told at each look, the time and the name left out.
async function toldOf(...looks: readonly (readonly TreatmentView[])[]): Promise<string[][]> {
  const left = [...looks];
  const { stage, said } = bareStage({ '/v1/treatments': () => ({ treatments: left.shift() ?? [] }) });
  const told: string[][] = [];
  const untilKnown: typeof stage.untilKnown = async (ask) => {
    for (;;) {
      const answer = await ask();
      told.push(said.splice(0).flatMap((line) => line.split('\n').map((part) => part.slice(33))));
      if (answer !== undefined) return answer;
    }
  };
  await followTreatments({ ...stage, untilKnown }, [who], () => left.length <= 1);
  return told;
}

describe('what is told of a treatment', () => {
  it('is why it starts, where its page is, what it waits for, and how it ends', async () => {
    expect(await toldOf([], [running], [running], [closed])).toEqual([
      [],
      ['▸ save-play starts: entered “Save”.', 'page of treatment:1', '▸ save-play waits: call the customer'],
      [],
      ['■ save-play ended as saved: twice low'],
    ]);
  });

  it('is that it goes on where an earlier start has told of its beginning, and nothing where it was over', async () => {
    const over = { ...closed, id: 'treatment:2' };
    expect(await toldOf([running, over], [closed, over])).toEqual([
      ['▸ save-play goes on', 'page of treatment:1', '▸ save-play waits: call the customer'],
      ['■ save-play ended as saved: twice low'],
    ]);
  });

  it('is that it was paused, and that it goes on', async () => {
    const paused = { ...running, state: 'paused', pausedBy: ['manual'] };
    expect((await toldOf([], [running], [paused], [running])).slice(2)).toEqual([
      ['▸ save-play is paused'],
      ['▸ save-play goes on'],
    ]);
  });

  it('is nothing of customers that are in no story', async () => {
    expect(await toldOf([], [{ ...running, customer: 'sample-0001' }])).toEqual([[], []]);
  });
});
