import { apply } from '../../../domain/machine/apply';
import { newestRules } from '../../../domain/machine/moment';
import { next } from '../../../domain/machine/next';
import { startMachine } from '../../../domain/machine/start-machine';
import { inputOf } from '../../workflows/support/inputs';
import { drive, startedAt } from './driver';
import { day, end, message, programOf, wait } from './parts';

const event = (name: string) => ({ kind: 'event', name, value: 1, signalId: name }) as const;
const stop = { kind: 'stop', reason: 'asked to stop', outcome: 'stopped' } as const;

describe('items that come at once', () => {
  const waits = programOf([wait('one', 60 * day, ['first']), wait('two', 60 * day, ['second']), end()]);

  it('each find the program where the one before has brought it', () => {
    const machine = drive(waits);
    machine.answer('recordProgress');
    machine.tell(event('first'), event('second'));
    expect(machine.state().result?.outcome).toBe('saved');
  });

  it('find a program that has begun, also before its first turn', () => {
    const moment = { now: startedAt, patched: newestRules };
    const fresh = startMachine(waits, inputOf(waits, startedAt));
    const items = [{ ...event('first'), seq: 1 }];
    const told = apply(waits, fresh, { kind: 'inbox', items }, moment);
    const { state } = next(waits, told, moment);
    expect(state.steps['one']).toMatchObject({ outcome: 'event' });
    expect(state.threads).toMatchObject([{ pc: 1 }]);
  });

  it('are left for the outcome behind the one that brings the program to its end', () => {
    const machine = drive(programOf([wait('one', 60 * day, ['first']), end()]));
    machine.answer('recordProgress');
    machine.tell(event('first'), stop);
    expect(machine.state()).toMatchObject({ result: { outcome: 'saved' }, inbox: { mark: 1 } });
  });

  it('begin nothing that a stop among them forbids', () => {
    const machine = drive(programOf([wait('one', 60 * day, ['first']), message('mail'), end()]));
    machine.answer('recordProgress');
    machine.tell(event('first'), stop);
    expect(machine.asked()).toEqual([]);
    expect(machine.state().result?.outcome).toBe('stopped');
  });
});
