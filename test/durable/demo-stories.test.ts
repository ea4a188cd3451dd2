import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demoBook } from '../../workers/demo/book';
import { customerId } from '../../workers/demo/character';
import type { Journal, Place } from '../../workers/demo/journal';
import type { Stage } from '../../workers/demo/stage';
import { stories } from '../../workers/demo/stories';
import { type Telling, tellStories } from '../../workers/demo/tell-stories';
import { startWorld, type World } from '../support/world';
import { worldStage, type WorldStage } from '../support/world-stage';

// Two months of virtual time on a busy machine.
jest.setTimeout(180_000);

const shippedBook = path.join(__dirname, '../../config/book');
const mostDays = 150;

describe('the stories of the demonstration', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-demo-'));
  let world: World;
  let on: WorldStage | undefined;
  const places = new Map<string, Place>();
  const journal: Journal = {
    placeOf: (story) => places.get(story),
    keep: (story, place) => void places.set(story, place),
  };

  beforeAll(async () => {
    // Its holdouts are its own: as in the demonstration.
    const book = demoBook(shippedBook, folder);
    world = await startWorld({ book, holdout: true, crowd: true, onAnswer: async () => on?.stir() });
    on = await worldStage(world);
    await playAll(world, on, journal);
  }, 900_000);
  afterAll(async () => {
    await on?.close();
    await world.close();
    rmSync(folder, { recursive: true });
  });

  it.each(stories.map((story) => [story.id, story] as const))('%s ends as it promises', async (_, story) => {
    const take = places.get(story.id)?.take ?? 0;
    const ended = await Promise.all(
      story.ends.map(async ({ who, playbook }) => {
        const { state, outcome } = await world.treatment(customerId(who, take), playbook);
        return { who: who.name, playbook, state, outcome };
      }),
    );
    expect(ended).toEqual(
      story.ends.map(({ who, playbook, outcome }) => ({ who: who.name, playbook, state: 'closed', outcome })),
    );
  });

  it('begin the save play again with another customer where the reader lets its plan expire', async () => {
    const [kestrel] = stories.find(({ id }) => id === 'save-play')!.characters;
    expect(places.get('save-play')?.take).toBe(2);
    const first = await world.treatment(customerId(kestrel!, 1), 'save-play');
    const approvals = first.approvals.map(({ step, state }) => [step, state]);
    expect(approvals).toContainEqual(['approval', 'expired']);
  });

  it('break off nowhere', () => {
    expect(on!.said.filter((line) => line.includes('broke off'))).toEqual([]);
  });

  it('are not told twice', async () => {
    const before = on!.said.length;
    await tellStories(tellingOn(on!, journal));
    expect(on!.said.slice(before)).toEqual([expect.stringContaining('All stories were told')]);
  });
});

async function playAll(world: World, on: WorldStage, journal: Journal): Promise<void> {
  let over = false;
  const told = tellStories(tellingOn(on, journal)).finally(() => (over = true));
  const reader = readerDecidesAtLast(on);
  for (let days = 0; !over; days += 1) {
    if (days > mostDays) throw new Error(`not told after ${mostDays} days:\n${on.said.join('\n')}`);
    await on.quiet();
    await world.advance('1d');
  }
  await Promise.all([told, reader]);
}

function tellingOn({ stage }: WorldStage, journal: Journal): Telling {
  const brokeOff: Telling['brokeOff'] = ({ id }, error) => stage.say(`${id} broke off: ${String(error)}`);
  return { stories, stage, journal, brokeOff };
}

// The reader lets the first plan expire and approves the second.
async function readerDecidesAtLast({ stage }: WorldStage): Promise<void> {
  const first = await stage.untilKnown(() => openPlan(stage));
  await stage.untilKnown(async () => {
    const { state } = (await stage.api('GET', `/v1/approvals/${first}`)) as { state: string };
    return state === 'expired' ? true : undefined;
  });
  const second = await stage.untilKnown(() => openPlan(stage));
  await stage.api('POST', `/v1/approvals/${second}/decision`, { decision: 'approve' });
}

async function openPlan({ api }: Stage): Promise<string | undefined> {
  const answer = await api('GET', '/v1/approvals?limit=200&state=open');
  const { approvals } = answer as { approvals: { id: string; policy: string }[] };
  return approvals.find(({ policy }) => policy === 'recoveryPlan')?.id;
}
