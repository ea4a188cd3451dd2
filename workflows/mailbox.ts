import { setHandler } from '@temporalio/workflow';
import type { MachineResult } from '../domain/machine/news';
import { decisionSignal, inboxSignal, pauseSignal, resumeSignal, stopSignal } from './messages';

/** Everything that has come and has not been taken in, in order. */
export interface Mailbox {
  put(result: MachineResult): void;
  takeAll(): readonly MachineResult[];
  hasMail(): boolean;
  /** Temporal signals received in this run. */
  signals(): number;
}

/** Opens the mailbox: handlers only put things in, so none is ever half done. */
export function openMailbox(): Mailbox {
  let mail: MachineResult[] = [];
  let signals = 0;
  const receive = (result: MachineResult) => {
    signals += 1;
    mail.push(result);
  };
  setHandler(inboxSignal, ({ items }) => receive({ kind: 'inbox', items }));
  setHandler(decisionSignal, (decision) =>
    receive({ kind: 'unsigned', act: { ...decision, kind: 'decision' } }),
  );
  setHandler(pauseSignal, (hand) => receive({ kind: 'unsigned', act: { ...hand, kind: 'pause' } }));
  setHandler(resumeSignal, (hand) => receive({ kind: 'unsigned', act: { ...hand, kind: 'resume' } }));
  setHandler(stopSignal, (hand) => receive({ kind: 'unsigned', act: { ...hand, kind: 'stop' } }));
  return {
    put: (result) => mail.push(result),
    takeAll: () => {
      const taken = mail;
      mail = [];
      return taken;
    },
    hasMail: () => mail.length > 0,
    signals: () => signals,
  };
}
