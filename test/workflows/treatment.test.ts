import { openStage, type Stage } from './support/stage';
import { day, end, inputOf, message, programOf, wait } from './support/inputs';

describe('a treatment on Temporal', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 60_000);
  afterAll(() => stage.close());

  it('runs a message, a wait of days and an end, and records its outcome', async () => {
    const world = stage.world();
    const input = inputOf(
      programOf([message('hello'), wait('pause', 3 * day), end('saved')]),
      await stage.nowIso(),
    );
    const result = await stage.play(input, world, (handle) => handle.result());
    expect(result).toEqual({ outcome: 'saved', reason: 'the plan is done' });
    expect(world.names()).toEqual(['sendMessage', 'completeTreatment']);
  });
});
