import type { Command } from 'commander';
import type { Terminal } from '../terminal';

/** `tideline simulate`. */
export function simulations(_program: Command, _terminal: Terminal): void {}
