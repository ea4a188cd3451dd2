import type { Command } from 'commander';
import type { Terminal } from '../terminal';

/** `tideline book …`. */
export function books(_program: Command, _terminal: Terminal): void {}
